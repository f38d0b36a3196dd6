// Changes the name of the account, or takes it away.
"use client";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api } from "@/lib/api-client";
import type { Account } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { controlClasses, Field } from "../ui/field";
import { Outcome } from "../ui/outcome";
import { StepHeading } from "../ui/step-heading";
import { useRefusal } from "../use-refusal";
import type { Act } from "./use-account";

export function NameView({
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
  const [typed, setTyped] = useState(account.name ?? "");
  const input = useRef<HTMLInputElement>(null);
  const { refusal, refuse, answer, busy, during } = useRefusal();
  const invalid = refusal?.code === "invalid-request";

  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);

  const save = async () => {
    answer();
    try {
      onChanged((await act(() => api.changeName(typed.trim() || null))).account);
    } catch (error) {
      refuse(error);
      input.current?.focus();
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!busy) void during(save);
      }}
      className="flex flex-col gap-6"
    >
      <StepHeading title={t(account.name ? "account.changeName" : "account.addName")} />
      <Field label={t("account.name")} error={invalid && t("details.nameInvalid")}>
        {(control) => (
          <input
            {...control}
            ref={input}
            type="text"
            name="name"
            autoComplete="name"
            enterKeyHint="done"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className={controlClasses()}
          />
        )}
      </Field>
      <Button type="submit" busy={busy}>
        {t("account.save")}
      </Button>
      {refusal && !invalid && (
        <Outcome>
          <RefusalNotice t={t} refusal={refusal} />
        </Outcome>
      )}
    </form>
  );
}
