// First step where the addresses are known: to which of one's own the code is to go.
"use client";
import { type ReactNode, useState } from "react";
import type { Translate } from "@/messages/translator";
import { Button } from "../ui/button";
import { StepHeading } from "../ui/step-heading";
import type { Journey, Target } from "./journey";
import { useWhereItStands } from "./where-it-stands";

export function ChoiceStep({
  t,
  title,
  lead,
  targets,
  journey,
  busy,
  onAddress,
  onVisit,
  onRetry,
  footer,
}: {
  t: Translate;
  title: string | undefined;
  lead: string;
  targets: readonly Target[];
  journey: Journey;
  busy: boolean;
  onAddress: (target: Target) => Promise<void>;
  onVisit: (step: "code" | "proven") => void;
  onRetry: (() => void) | undefined;
  footer?: ReactNode;
}) {
  const { above, outcome } = useWhereItStands({ t, journey, onRetry }, () => onVisit("proven"));
  const [sending, setSending] = useState<Target>();
  const send = async (target: Target) => {
    setSending(target);
    await onAddress(target);
    setSending(undefined);
  };
  return (
    <>
      <div className="flex flex-col gap-6">
        {title === undefined ? (
          <p className="text-muted leading-relaxed">{lead}</p>
        ) : (
          <StepHeading title={title}>{lead}</StepHeading>
        )}
        {above}
        <div className="flex flex-col gap-2">
          {targets.map((target, index) => (
            <Button
              key={target.address}
              look={index === 0 ? "primary" : "secondary"}
              busy={sending === target}
              waiting={busy || sending !== undefined}
              onClick={() => void send(target)}
              className="wrap-anywhere py-2"
            >
              {t("verify.sendTo", { address: target.address })}
            </Button>
          ))}
          {journey.challenge && (
            <Button look="quiet" onClick={() => onVisit("code")}>
              {t("verify.haveCode")}
            </Button>
          )}
        </div>
      </div>
      {footer}
      {outcome}
    </>
  );
}
