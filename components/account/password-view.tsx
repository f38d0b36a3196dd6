// Sets the password of the account, or changes it for whoever knows the current one.
"use client";
import Link from "next/link";
import { type FormEvent, useRef, useState } from "react";
import { api } from "@/lib/api-client";
import type { Account } from "@/lib/contract";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";
import { keepDraft } from "../draft";
import { faultIn, shortestPassword } from "../new-password";
import { PasswordField } from "../password-field";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Outcome } from "../ui/outcome";
import { StepHeading } from "../ui/step-heading";
import { useRefusal } from "../use-refusal";
import { Username } from "../username";
import { draftOf, ownAddresses } from "./own-addresses";
import type { Act } from "./use-account";

export function PasswordView({
  t,
  account,
  act,
  onChanged,
}: {
  t: Translate;
  account: Account;
  act: Act;
  onChanged: (account: Account) => void;
}) {
  const currentInput = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState<{ current?: string; password?: string }>({});
  const { refusal, refuse, answer, busy, during } = useRefusal();
  const { hasPassword } = account;
  const own = ownAddresses(account).map(({ address }) => address);

  const blame = (found: typeof errors) => {
    setErrors(found);
    (found.current ? currentInput : input).current?.focus();
  };

  const change = async () => {
    answer();
    setErrors({});
    if (hasPassword && current === "") return blame({ current: t("password.missing") });
    const fault = faultIn(t, password);
    if (fault) return blame({ password: fault });
    try {
      const request = { password, ...(hasPassword && { currentPassword: current }) };
      onChanged((await act(() => api.changePassword(request))).account);
    } catch (error) {
      const { code } = refuse(error);
      if (code === "password-incorrect" || code === "weak-password") answer();
      if (code === "password-incorrect") blame({ current: t("account.password.wrong") });
      if (code === "weak-password") blame({ password: t("password.weak") });
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!busy) void during(change);
      }}
      className="flex flex-col gap-6"
    >
      <StepHeading title={t(hasPassword ? "account.password.change" : "account.password.add")}>
        {t("account.password.lead")}
      </StepHeading>
      <Username value={own[0] ?? ""} />
      <div className="flex flex-col gap-5">
        {hasPassword && (
          <div className="flex flex-col gap-4">
            <PasswordField
              t={t}
              kind="current"
              name="current"
              label={t("password.current")}
              value={current}
              error={errors.current}
              inputRef={currentInput}
              onChange={(event) => setCurrent(event.target.value)}
            />
            <Link
              href={pagePath(t.locale, "/reset-password")}
              prefetch={false}
              onClick={() => keepDraft(draftOf(account))}
              className="inline-flex min-h-8 items-center self-start rounded-xs font-semibold text-brand text-sm underline decoration-brand/40 underline-offset-4 transition hover:decoration-brand"
            >
              {t("account.password.forgot")}
            </Link>
          </div>
        )}
        <PasswordField
          t={t}
          name="password"
          label={t("password.new")}
          value={password}
          known={own}
          minLength={shortestPassword}
          error={errors.password}
          inputRef={input}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      <Button type="submit" busy={busy}>
        {t("account.save")}
      </Button>
      {refusal && (
        <Outcome>
          <RefusalNotice t={t} refusal={refusal} />
        </Outcome>
      )}
    </form>
  );
}
