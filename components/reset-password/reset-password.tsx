// A new password for whoever has forgotten the old one: an address of the account is proven, then the password set.
"use client";
import { useMemo } from "react";
import type { Locale } from "@/messages/locales";
import { type Messages, translator } from "@/messages/translator";
import { OtherPage } from "../entry/other-page";
import { useDoor } from "../entry/use-door";
import { late } from "../late";
import { useAddress } from "../verify/use-address";
import { Verify } from "../verify/verify";

const NewPasswordStep = late(async () => (await import("./new-password-step")).NewPasswordStep);

export function ResetPassword({ locale, messages }: { locale: Locale; messages: Messages }) {
  const t = useMemo(() => translator(locale, messages), [locale, messages]);
  const typed = useAddress();
  const goIn = useDoor(locale);

  return (
    <Verify
      t={t}
      purpose="reset-password"
      title={t("reset.title")}
      lead={t("reset.lead")}
      typed={typed}
      keptAs="reset-password"
      steps={3}
      onDoneElsewhere={goIn()}
      footer={
        <OtherPage t={t} question={t("reset.remembered")} path="/sign-in">
          {t("reset.signIn")}
        </OtherPage>
      }
    >
      {(proven) => <NewPasswordStep t={t} proven={proven} onChanged={goIn("passwordChanged")} />}
    </Verify>
  );
}
