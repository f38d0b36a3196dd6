// News above the first step: why the person is here again, or that the address is proven already.
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { Journey } from "./journey";
import { lastsLong, OtherChannelButton } from "./other-channel";

export function WhereItStands({
  t,
  journey: { refusal, proof, target },
  channel,
  otherChannel,
  onChannel,
  onContinue,
  onRetry,
}: {
  t: Translate;
  journey: Journey;
  channel?: Channel;
  /** The other way to reach the person, if there is one. */
  otherChannel?: Channel | undefined;
  onChannel?: (channel: Channel) => void;
  onContinue: () => void;
  /** Asks the server once more whether a saved journey goes on; only when that had failed. */
  onRetry: (() => void) | undefined;
}) {
  const quiet = { look: "quiet", size: "small", className: "-ms-3.5" } as const;
  return (
    <>
      {refusal && (
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
      )}
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
  );
}
