// The sign-in by a password. Says no more than that address and password do not belong together.
"use client";
import Link from "next/link";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { api } from "@/lib/api-client";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";
import { ConnectionNotice } from "../connection-notice";
import { PasswordField } from "../password-field";
import { useRefusal } from "../use-refusal";
import { AddressStep } from "../verify/address-step";
import type { TypedAddress } from "../verify/use-address";
import { useCaptcha } from "../verify/use-captcha";

export function ByPassword({
  t,
  typed,
  otherWay,
  onSignedIn,
}: {
  t: Translate;
  typed: TypedAddress;
  /** The button that leads to the sign-in by a code. */
  otherWay: ReactNode;
  onSignedIn: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  /** Busy until the next page is here. */
  const [done, setDone] = useState(false);
  const { refusal, refuse, answer } = useRefusal();

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it arrives
  useEffect(() => {
    const { channel, draft } = typed.form.getValues();
    const address = channel === "email" ? draft.email : draft.phone.national;
    if (address) input.current?.focus();
    else typed.form.setFocus("draft");
  }, []);

  const { ask, asking, dialog } = useCaptcha({
    t,
    purpose: "sign-in",
    typed,
    onAsk: answer,
    async send({ address }, captchaToken) {
      try {
        await api.signInWithPassword({ address, password, captchaToken });
        setDone(true);
        onSignedIn();
      } catch (thrown) {
        return refuse(thrown);
      }
    },
    onFailed: refuse,
    onEnd(target, refused) {
      if (typed.blame(target, refused?.code)) return answer();
      if (refused?.code !== "unauthenticated") return;
      answer();
      blame(t("signIn.refused"));
    },
  });

  /** Says beside the password what is wrong. */
  const blame = (words: string) => {
    setError(words);
    input.current?.focus();
  };

  return (
    <>
      <ConnectionNotice t={t} />
      <AddressStep
        t={t}
        title={t("signIn.title")}
        lead={t("signIn.leadPassword")}
        typed={typed}
        journey={{ step: "address", refusal }}
        busy={asking || done}
        submit={t("signIn.submit")}
        autoComplete="username"
        onAddress={async (target) => {
          setError(undefined);
          if (password === "") return blame(t("password.missing"));
          await ask(target);
        }}
        onChannel={(channel) => {
          answer();
          typed.choose(channel);
        }}
        otherWay={otherWay}
      >
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
        <Link
          href={pagePath(t.locale, "/reset-password")}
          prefetch={false}
          className="inline-flex min-h-8 items-center self-start rounded-xs font-semibold text-brand text-sm underline decoration-brand/40 underline-offset-4 transition hover:decoration-brand"
        >
          {t("signIn.forgot")}
        </Link>
      </AddressStep>
      {dialog}
    </>
  );
}
