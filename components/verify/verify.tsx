// Proves that an address is the person's: asks for it, sends a code there and checks it. What follows the proof is
// handed in.
"use client";
import { type ReactNode, useRef } from "react";
import type { Channel, Purpose } from "@/lib/contract";
import { openToWork } from "@/lib/open-to-work";
import type { Translate } from "@/messages/translator";
import { ConnectionNotice } from "../connection-notice";
import type { Refusal } from "../problem-sentence";
import { Arrival } from "../ui/arrival";
import { Loading } from "../ui/loading";
import type { TimedRefusal } from "../use-refusal";
import { secondsUntil } from "../use-seconds-left";
import { AddressStep } from "./address-step";
import { ChoiceStep } from "./choice-step";
import { CodeStep } from "./code-step";
import type { Target } from "./journey";
import { Progress } from "./progress";
import { keeperOf, keepsNothing } from "./saved-journey";
import type { TypedAddress } from "./use-address";
import { useCaptcha } from "./use-captcha";
import { useJourney } from "./use-journey";

/** A proven address, and what can become of it. */
export interface Proven {
  target: Target;
  proof: string;
  /** Why the proof has not done its work yet. */
  refusal: TimedRefusal | undefined;
  /** Takes what was thrown for a refusal: a proof that is gone leads back to the address. */
  refuse: (error: unknown) => Refusal;
  /** The person acts on the refusal: it has been read. */
  answer: () => void;
  /** The proof has done its work, and the journey is over. */
  finish: () => void;
  /** Begins anew, with another address. */
  restart: () => void;
}

export function Verify({
  t,
  purpose,
  title,
  lead,
  typed,
  own,
  keptAs,
  steps,
  otherWay,
  footer,
  onDoneElsewhere = () => undefined,
  children,
}: {
  t: Translate;
  purpose: Purpose;
  /** Of the first step; none where a dialog has one already. */
  title?: string;
  lead: string;
  typed: TypedAddress;
  /** The addresses to choose from, where none is to be typed. */
  own?: readonly Target[];
  /** The name under which the journey outlives a refresh, and Back leads through it. */
  keptAs?: string;
  /** How many steps there are, where that is to be shown. */
  steps?: number;
  /** A button of the first step, below its own. */
  otherWay?: ReactNode;
  /** Below the first step. */
  footer?: ReactNode;
  /** Another tab has come to the end of this journey. */
  onDoneElsewhere?: () => void;
  children: (proven: Proven) => ReactNode;
}) {
  const { journey, ...go } = useJourney({
    purpose,
    locale: t.locale,
    keeper: keptAs === undefined ? keepsNothing : keeperOf(keptAs),
    inHistory: keptAs !== undefined,
    onRemembered: (target) => void typed.remember(target),
    onDoneElsewhere,
  });
  const { step, challenge, proof, target, refusal } = journey;
  const firstStep = useRef(step);
  const moved = useRef(false);
  moved.current ||= step !== firstStep.current;

  const { ask, asking, dialog } = useCaptcha({
    t,
    purpose,
    typed,
    onAsk: go.answer,
    send: go.send,
    onFailed: go.refuse,
    onEnd(wanted, refused) {
      if (!own && typed.blame(wanted, refused?.code)) go.answer();
    },
  });

  const getCode = async (wanted: Target) => {
    const same = target?.channel === wanted.channel && target.address === wanted.address;
    // The server would refuse another send this early; the code that is out already still works.
    if (challenge && same && secondsUntil(challenge.sendAgainAt) > 0 && secondsUntil(challenge.endsAt) > 0) {
      return go.visit("code");
    }
    await ask(wanted);
  };

  const sendAgain = async () => {
    const refused = await go.sendAgain();
    // Not within this challenge any more: a new one, for which the server wants to see a captcha.
    if (target && openToWork.has(refused?.limit)) await ask(target, 1);
    return refused;
  };

  const changeAddress = (channel?: Channel) => {
    if (channel) typed.form.setValue("channel", channel);
    go.visit("address");
  };

  const first = {
    t,
    title,
    lead,
    journey,
    busy: asking,
    onAddress: getCode,
    onVisit: go.visit,
    onRetry: journey.unsettled ? () => void go.retry() : undefined,
    footer,
  };
  return (
    <>
      <ConnectionNotice t={t} />
      {steps && <Progress t={t} step={step} steps={steps} />}
      {/* A new key lets every step arrive anew. */}
      <Arrival key={step} still={!moved.current}>
        {step === "restoring" && <Loading>{t("verify.restoring")}</Loading>}
        {step === "address" && own && <ChoiceStep {...first} targets={own} />}
        {step === "address" && !own && (
          <AddressStep
            {...first}
            title={title ?? ""}
            typed={typed}
            submit={t("verify.getCode")}
            otherWay={otherWay}
            onChannel={(channel) => {
              go.answer();
              typed.choose(channel);
            }}
          />
        )}
        {step === "code" && challenge && (
          <CodeStep
            key={challenge.challengeId}
            t={t}
            challenge={challenge}
            refusal={refusal}
            otherChannel={own ? undefined : typed.channels.find((each) => each !== challenge.channel)}
            onCode={go.check}
            onSendAgain={sendAgain}
            onRefresh={go.refresh}
            onChange={changeAddress}
          />
        )}
        {step === "proven" &&
          proof &&
          target &&
          children({
            target,
            proof: proof.value,
            refusal,
            refuse: go.refuse,
            answer: go.answer,
            finish: go.finish,
            restart() {
              typed.forget();
              go.restart();
            },
          })}
      </Arrival>
      {dialog}
    </>
  );
}
