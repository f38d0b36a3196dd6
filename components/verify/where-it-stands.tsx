// News of the first step: above it why the person is here again, or that the address is proven already; below it what
// came of their press.
"use client";
import { useState } from "react";
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Outcome } from "../ui/outcome";
import type { TimedRefusal } from "../use-refusal";
import type { Journey } from "./journey";
import { lastsLong, OtherChannelButton } from "./other-channel";

const quiet = { look: "quiet", size: "small", className: "-ms-3.5" } as const;

interface Stand {
  t: Translate;
  journey: Journey;
  channel?: Channel;
  /** The other way to reach the person, if there is one. */
  otherChannel?: Channel | undefined;
  onChannel?: (channel: Channel) => void;
  /** Asks the server once more whether a saved journey goes on; only when that had failed. */
  onRetry: (() => void) | undefined;
}

/** The news above, and what came of a press, which belongs below everything else of the step. */
export function useWhereItStands(stand: Stand, onContinue: () => void) {
  const { t, journey } = stand;
  const { refusal, proof, target } = journey;
  /** It has led here, and arrives with the step. Whatever comes later would move it from above. */
  const [brought] = useState(refusal);
  return {
    above: (
      <>
        {refusal && refusal === brought && <Refused {...stand} refusal={refusal} />}
        {proof && target && (
          <Notice
            look="good"
            action={
              <Button {...quiet} onClick={onContinue}>
                {t("verify.continue")}
              </Button>
            }
          >
            {t("verify.proven", { address: target.address })}
          </Notice>
        )}
      </>
    ),
    outcome: refusal && refusal !== brought && (
      <Outcome className="mt-6">
        <Refused {...stand} refusal={refusal} />
      </Outcome>
    ),
  };
}

function Refused({
  t,
  refusal,
  channel,
  otherChannel,
  onChannel,
  onRetry,
}: Omit<Stand, "journey"> & { refusal: TimedRefusal }) {
  return (
    <RefusalNotice
      t={t}
      refusal={refusal}
      channel={channel}
      action={
        onRetry ? (
          <Button {...quiet} onClick={onRetry}>
            {t("verify.tryAgain")}
          </Button>
        ) : (
          otherChannel &&
          onChannel &&
          lastsLong(refusal) && <OtherChannelButton t={t} channel={otherChannel} onChoose={onChannel} />
        )
      }
    />
  );
}
