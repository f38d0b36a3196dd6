// The sign-up: an address is proven, and whoever has no account with it yet gets one.
"use client";
import { useMemo, useRef } from "react";
import type { Locale } from "@/messages/locales";
import { type Messages, translator } from "@/messages/translator";
import type { DetailsForm } from "../entry/details-step";
import { Enter } from "../entry/enter";
import { OtherPage } from "../entry/other-page";
import { useDoor } from "../entry/use-door";
import { useAddress } from "../verify/use-address";
import { Verify } from "../verify/verify";

export function SignUp({ locale, messages }: { locale: Locale; messages: Messages }) {
  const t = useMemo(() => translator(locale, messages), [locale, messages]);
  const typed = useAddress();
  const details = useRef<DetailsForm>({ name: "", password: "" });
  const goIn = useDoor(locale);

  return (
    <Verify
      t={t}
      purpose="sign-up"
      title={t("signUp.title")}
      lead={t("signUp.lead")}
      typed={typed}
      keptAs="sign-up"
      steps={3}
      onDoneElsewhere={goIn()}
      footer={
        <OtherPage t={t} question={t("signUp.haveAccount")} path="/sign-in">
          {t("signUp.signIn")}
        </OtherPage>
      }
    >
      {(proven) => (
        <Enter
          t={t}
          proven={proven}
          surprise={false}
          details={details}
          onSignedIn={goIn("hadAccount")}
          onCreated={goIn("created")}
        />
      )}
    </Verify>
  );
}
