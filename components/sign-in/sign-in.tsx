// The sign-in: by a code or by a password, with one address for both. Whoever has no account yet may create one.
"use client";
import { useMemo, useRef, useState } from "react";
import type { Locale } from "@/messages/locales";
import { type Messages, translator } from "@/messages/translator";
import type { DetailsForm } from "../entry/details-step";
import { Enter } from "../entry/enter";
import { OtherPage } from "../entry/other-page";
import { useDoor } from "../entry/use-door";
import { late } from "../late";
import { Arrival } from "../ui/arrival";
import { Button } from "../ui/button";
import { useAddress } from "../verify/use-address";
import { Verify } from "../verify/verify";

const ByPassword = late(async () => (await import("./by-password")).ByPassword);

export function SignIn({ locale, messages }: { locale: Locale; messages: Messages }) {
  const t = useMemo(() => translator(locale, messages), [locale, messages]);
  const typed = useAddress();
  const details = useRef<DetailsForm>({ name: "", password: "" });
  const goIn = useDoor(locale);
  const [way, setWay] = useState<"code" | "password">();

  const footer = (
    <OtherPage t={t} question={t("signIn.noAccount")} path="/sign-up">
      {t("signIn.signUp")}
    </OtherPage>
  );
  const otherWay = (other: "code" | "password") => (
    <Button
      look="quiet"
      onPointerEnter={ByPassword.ahead}
      onFocus={ByPassword.ahead}
      onClick={() => {
        typed.form.clearErrors();
        setWay(other);
      }}
    >
      {t(other === "code" ? "verify.useCode" : "verify.usePassword")}
    </Button>
  );

  if (way === "password") {
    return <ByPassword t={t} typed={typed} otherWay={otherWay("code")} footer={footer} onSignedIn={goIn()} />;
  }
  return (
    <Arrival still={!way}>
      <Verify
        t={t}
        purpose="sign-in"
        title={t("signIn.title")}
        lead={t("signIn.lead")}
        typed={typed}
        keptAs="sign-in"
        onDoneElsewhere={goIn()}
        otherWay={otherWay("password")}
        footer={footer}
      >
        {(proven) => (
          <Enter
            t={t}
            proven={proven}
            surprise
            details={details}
            onSignedIn={goIn()}
            onCreated={goIn("created")}
          />
        )}
      </Verify>
    </Arrival>
  );
}
