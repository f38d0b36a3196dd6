// Confirms that it is still the same person: by the password, or by a code to an address of the account. Signs in
// once more, which makes the session fresh.
"use client";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api } from "@/lib/api-client";
import type { Account } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { PasswordField } from "../password-field";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { useRefusal } from "../use-refusal";
import { Username } from "../username";
import type { Target } from "../verify/journey";
import { Spend } from "../verify/spend";
import { type TypedAddress, useAddress } from "../verify/use-address";
import { useCaptcha } from "../verify/use-captcha";
import { Verify } from "../verify/verify";
import { ownAddresses } from "./own-addresses";

export function Confirm({
  t,
  account,
  onConfirmed,
}: {
  t: Translate;
  account: Account;
  onConfirmed: () => void;
}) {
  const targets = ownAddresses(account);
  const typed = useAddress(targets[0]?.channel ?? "email");
  const [byPassword, setByPassword] = useState(account.hasPassword);
  const [first] = targets;

  return (
    <div className="flex flex-col gap-4">
      {byPassword && first ? (
        <ByPassword t={t} target={first} typed={typed} onConfirmed={onConfirmed} />
      ) : (
        <Verify t={t} purpose="sign-in" lead={t("account.confirm.lead")} typed={typed} own={targets}>
          {(proven) => <Spend t={t} proven={proven} spend={api.signIn} onDone={onConfirmed} />}
        </Verify>
      )}
      {account.hasPassword && (
        <Button look="quiet" onClick={() => setByPassword(!byPassword)}>
          {t(byPassword ? "verify.useCode" : "verify.usePassword")}
        </Button>
      )}
    </div>
  );
}

function ByPassword({
  t,
  target,
  typed,
  onConfirmed,
}: {
  t: Translate;
  target: Target;
  typed: TypedAddress;
  onConfirmed: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const { refusal, refuse, answer, busy, during } = useRefusal();
  useEffect(() => input.current?.focus(), []);

  const blame = (words: string) => {
    answer();
    setError(words);
    input.current?.focus();
  };

  const { ask, asking, dialog } = useCaptcha({
    t,
    purpose: "sign-in",
    typed,
    onAsk: answer,
    async send({ address }, captchaToken) {
      try {
        await api.signInWithPassword({ address, password, captchaToken });
        onConfirmed();
      } catch (thrown) {
        return refuse(thrown);
      }
    },
    onFailed: refuse,
    onEnd(_, refused) {
      if (refused?.code === "unauthenticated") blame(t("account.password.wrong"));
    },
  });

  return (
    <>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (busy || asking) return;
          if (password === "") blame(t("password.missing"));
          else void during(() => ask(target));
        }}
        className="flex flex-col gap-4"
      >
        <p className="text-muted leading-relaxed">{t("account.confirm.lead")}</p>
        {refusal && <RefusalNotice t={t} refusal={refusal} />}
        <Username value={target.address} />
        <PasswordField
          t={t}
          kind="current"
          name="password"
          label={t("password.label")}
          value={password}
          error={error}
          inputRef={input}
          onChange={(event) => {
            setPassword(event.target.value);
            setError(undefined);
          }}
        />
        <Button type="submit" busy={busy || asking}>
          {t("account.confirm.submit")}
        </Button>
      </form>
      {dialog}
    </>
  );
}
