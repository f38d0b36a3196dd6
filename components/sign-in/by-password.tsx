// The sign-in by a password. Says no more than that address and password do not belong together.
"use client";
import Link from "next/link";
import { type ReactNode, useEffect, useState } from "react";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";
import { ConnectionNotice } from "../connection-notice";
import { AddressStep } from "../verify/address-step";
import type { TypedAddress } from "../verify/use-address";
import { usePassword } from "./use-password";

export function ByPassword({
  t,
  typed,
  otherWay,
  footer,
  onSignedIn,
}: {
  t: Translate;
  typed: TypedAddress;
  /** The button that leads to the sign-in by a code. */
  otherWay: ReactNode;
  /** Below the form. */
  footer: ReactNode;
  onSignedIn: () => void;
}) {
  /** Busy until the next page is here. */
  const [done, setDone] = useState(false);
  const { field, focus, enter, busy, dialog, refusal, answer } = usePassword({
    t,
    typed,
    wrong: t("signIn.refused"),
    blameAddress: typed.blame,
    onSignedIn() {
      setDone(true);
      onSignedIn();
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it arrives
  useEffect(() => {
    const { channel, draft } = typed.form.getValues();
    const address = channel === "email" ? draft.email : draft.phone.national;
    if (address) focus();
    else typed.form.setFocus("draft");
  }, []);

  return (
    <>
      <ConnectionNotice t={t} />
      <AddressStep
        t={t}
        title={t("signIn.title")}
        lead={t("signIn.leadPassword")}
        typed={typed}
        journey={{ step: "address", refusal }}
        busy={busy || done}
        submit={t("signIn.submit")}
        autoComplete="username"
        onAddress={enter}
        onChannel={(channel) => {
          answer();
          typed.choose(channel);
        }}
        otherWay={otherWay}
        footer={footer}
      >
        {field}
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
