// What follows a proof at the door: whoever has an account is signed in, anybody else is asked for the details of one.
"use client";
import { type RefObject, useEffect } from "react";
import { api } from "@/lib/api-client";
import type { Translate } from "@/messages/translator";
import { late } from "../late";
import { Spend } from "../verify/spend";
import type { Proven } from "../verify/verify";
import type { DetailsForm } from "./details-step";

const DetailsStep = late(async () => (await import("./details-step")).DetailsStep);

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
  useEffect(DetailsStep.ahead, []);
  return (
    <Spend t={t} proven={proven} spend={api.signIn} onDone={onSignedIn} expected="unauthenticated">
      <DetailsStep t={t} proven={proven} surprise={surprise} typed={details} onCreated={onCreated} />
    </Spend>
  );
}
