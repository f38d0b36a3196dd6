// What follows a proof at the door: whoever has an account is signed in, anybody else is asked for the details of one.
"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { ApiProblem, api } from "@/lib/api-client";
import type { Translate } from "@/messages/translator";
import { late } from "../late";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Loading } from "../ui/loading";
import type { Proven } from "../verify/verify";
import type { DetailsForm } from "./details-step";

export const DetailsStep = late(async () => (await import("./details-step")).DetailsStep);

export function Enter({
  t,
  proven,
  surprise,
  details,
  onSignedIn,
  onCreated,
}: {
  t: Translate;
  proven: Proven;
  /** The person did not come to create an account. */
  surprise: boolean;
  /** What was typed as details so far. */
  details: RefObject<DetailsForm>;
  /** There was an account. */
  onSignedIn: () => void;
  onCreated: () => void;
}) {
  const [stranger, setStranger] = useState(false);
  const asked = useRef(false);

  const signIn = async () => {
    proven.answer();
    try {
      await api.signIn(proven.proof);
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "unauthenticated") return setStranger(true);
      return void proven.refuse(error);
    }
    proven.finish();
    onSignedIn();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, since a proof is good once
  useEffect(() => {
    DetailsStep.ahead();
    if (!asked.current) void signIn();
    asked.current = true;
  }, []);

  if (stranger) {
    return <DetailsStep t={t} proven={proven} surprise={surprise} typed={details} onCreated={onCreated} />;
  }
  if (!proven.refusal) return <Loading>{t("verify.moment")}</Loading>;
  return (
    <RefusalNotice
      t={t}
      refusal={proven.refusal}
      action={
        <Button look="quiet" size="small" className="-ms-3.5" onClick={() => void signIn()}>
          {t("verify.tryAgain")}
        </Button>
      }
    />
  );
}
