// Last step of a reset: the new password, or the news that the address has no account.
"use client";
import Link from "next/link";
import { useRef, useState } from "react";
import { api } from "@/lib/api-client";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";
import { faultIn, shortestPassword } from "../new-password";
import { PasswordField } from "../password-field";
import { RefusalNotice } from "../refusal-notice";
import { Arrival } from "../ui/arrival";
import { Button, buttonClasses } from "../ui/button";
import { Outcome } from "../ui/outcome";
import { StepHeading } from "../ui/step-heading";
import { Username } from "../username";
import type { Proven } from "../verify/verify";

export function NewPasswordStep({
  t,
  proven: { target, proof, refusal, ...proven },
  onChanged,
}: {
  t: Translate;
  proven: Proven;
  onChanged: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [nobody, setNobody] = useState(false);

  const blame = (words: string) => {
    setError(words);
    input.current?.focus();
  };

  const change = async () => {
    const fault = faultIn(t, password);
    if (fault) return blame(fault);
    proven.answer();
    setBusy(true);
    try {
      await api.resetPassword({ proof, password });
      proven.finish();
      return onChanged();
    } catch (thrown) {
      const { code } = proven.refuse(thrown);
      if (code === "unauthenticated" || code === "weak-password") proven.answer();
      if (code === "unauthenticated") setNobody(true);
      if (code === "weak-password") blame(t("password.weak"));
    }
    setBusy(false);
  };

  if (nobody) {
    return (
      <Arrival>
        <div className="flex flex-col gap-6">
          <StepHeading title={t("reset.nobodyTitle")}>
            {t("reset.nobody", { address: target.address })}
          </StepHeading>
          <div className="flex flex-col gap-2">
            {/* The proof of an address is good for one purpose: the sign-up asks for a code of its own. */}
            <Link
              href={pagePath(t.locale, "/sign-up")}
              prefetch={false}
              className={buttonClasses()}
              onClick={proven.finish}
            >
              {t("reset.signUp")}
            </Link>
            <Button look="quiet" onClick={proven.restart}>
              {t("details.otherAddress")}
            </Button>
          </div>
        </div>
      </Arrival>
    );
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void change();
      }}
      className="flex flex-col gap-6"
    >
      <StepHeading title={t("reset.newTitle")}>{t("reset.newLead", { address: target.address })}</StepHeading>
      <Username value={target.address} />
      <PasswordField
        t={t}
        name="password"
        label={t("password.new")}
        value={password}
        known={[target.address]}
        minLength={shortestPassword}
        error={error}
        inputRef={input}
        onChange={(event) => {
          setPassword(event.target.value);
          setError(undefined);
        }}
      />
      <Button type="submit" busy={busy}>
        {t("reset.submit")}
      </Button>
      {refusal && (
        <Outcome>
          <RefusalNotice t={t} refusal={refusal} channel={target.channel} />
        </Outcome>
      )}
    </form>
  );
}
