// Second step: the code that was sent, and what to do while it is on its way.
"use client";
import { useEffect, useId, useRef, useState } from "react";
import type { Channel, Delivery } from "@/lib/contract";
import type { MessageKey, Translate } from "@/messages/translator";
import { CodeField } from "../code-field";
import { CodeHelp } from "../code-help";
import { problemSentence, type Refusal } from "../problem-sentence";
import { RefusalNotice } from "../refusal-notice";
import { SendCodeButton } from "../send-code-button";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Outcome } from "../ui/outcome";
import { StepHeading } from "../ui/step-heading";
import type { TimedRefusal } from "../use-refusal";
import { useWebOtp } from "../use-web-otp";
import type { Challenge } from "./journey";
import { lastsLong, OtherChannelButton } from "./other-channel";

/** How often a message that is still in the queue is asked after. */
const askAgainAfter = 2000;

const headings: Record<Delivery, MessageKey> = {
  queued: "code.sending",
  sent: "code.sentTo",
  delivered: "code.sentTo",
  failed: "code.notSent",
};

/** Two other sentences in the same place, unseen and unheard. */
const stacked =
  "grid *:[grid-area:1/1] before:invisible before:[grid-area:1/1] before:content-[attr(data-else)] after:invisible after:[grid-area:1/1] after:content-[attr(data-or)]";

export function CodeStep({
  t,
  challenge,
  refusal,
  otherChannel,
  onCode,
  onSendAgain,
  onRefresh,
  onChange,
}: {
  t: Translate;
  challenge: Challenge;
  refusal: TimedRefusal | undefined;
  /** The other way to reach the person, if there is one. */
  otherChannel: Channel | undefined;
  /** Resolves with the refusal, if there was one. */
  onCode: (code: string) => Promise<Refusal | undefined>;
  onSendAgain: () => Promise<Refusal | undefined>;
  onRefresh: () => Promise<void>;
  /** Back to the address, to mend it or to try the other channel. */
  onChange: (channel?: Channel) => void;
}) {
  const sentence = useId();
  const input = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState<"checking" | "sending">();
  const [incomplete, setIncomplete] = useState(false);
  const [sentAgain, setSentAgain] = useState(false);
  const [received, setReceived] = useState(false);
  const { channel, delivery, codeLength, sentTo, sendsLeft } = challenge;
  const email = channel === "email";
  const failed = delivery === "failed";

  // biome-ignore lint/correctness/useExhaustiveDependencies: a timer per answer of the server
  useEffect(() => {
    const ends = challenge.endsAt - performance.now();
    const wait = delivery === "queued" ? Math.min(askAgainAfter, ends) : ends;
    const timer = setTimeout(() => void onRefresh(), Math.max(500, wait));
    return () => clearTimeout(timer);
  }, [challenge]);

  const submit = async (entered: string) => {
    if (busy) return;
    setIncomplete(entered.length < codeLength);
    if (entered.length < codeLength) return input.current?.focus();
    setBusy("checking");
    const refused = await onCode(entered);
    setBusy(undefined);
    // A wrong code makes room for the next one; one that could not be checked stays.
    if (refused?.code === "code-incorrect") setCode("");
    input.current?.focus();
  };

  useWebOtp(channel === "sms" && code === "" && !busy, (read) => {
    setCode(read);
    setReceived(true);
    void submit(read);
  });

  const sendAgain = async () => {
    setBusy("sending");
    setSentAgain(false);
    setReceived(false);
    const refused = await onSendAgain();
    setBusy(undefined);
    setSentAgain(!refused);
    if (!refused) input.current?.focus();
  };

  const wrong = refusal?.code === "code-incorrect" ? refusal : undefined;
  const error = incomplete
    ? t("code.incomplete", { digits: codeLength })
    : wrong && problemSentence(t, wrong, { channel });

  const other = otherChannel && <OtherChannelButton t={t} channel={otherChannel} onChoose={onChange} />;
  const news =
    refusal && !wrong ? (
      <RefusalNotice t={t} refusal={refusal} channel={channel} action={lastsLong(refusal) && other} />
    ) : (
      failed && (
        <Notice look="bad" action={other}>
          {t(!otherChannel ? "code.failedOnly" : email ? "code.failedEmail" : "code.failedSms")}
        </Notice>
      )
    );
  const others = [...new Set(Object.values(headings))]
    .filter((key) => key !== headings[delivery])
    .map((key) => t(key, { digits: codeLength, sentTo }));

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(code);
      }}
      className="flex flex-col gap-6"
    >
      <StepHeading title={t(email ? "code.titleEmail" : "code.titleSms")} id={sentence}>
        {/* As high as the highest of what may be said here. A number stays on one line. */}
        <span data-else={others[0]} data-or={others[1]} className={stacked}>
          {/* Other words come, and do not move there. */}
          <span key={delivery}>
            {sentencesAround(
              t(headings[delivery], { digits: codeLength, sentTo: "\n" }),
              sentTo.replaceAll(" ", "\u00a0"),
            )}
          </span>
        </span>
        <button
          type="button"
          onClick={() => onChange()}
          className="min-h-6 rounded-xs font-semibold text-brand underline decoration-brand/40 underline-offset-4 transition hover:decoration-brand"
        >
          {t("code.change")}
        </button>
      </StepHeading>

      <CodeField
        label={t("code.label")}
        length={codeLength}
        value={code}
        onChange={(next) => {
          setCode(next);
          setIncomplete(false);
        }}
        onComplete={(entered) => void submit(entered)}
        error={error}
        describedBy={sentence}
        readOnly={busy === "checking"}
        inputRef={(field) => {
          // The first time it appears it is what the person came for.
          if (field && !input.current) field.focus();
          input.current = field;
        }}
      />

      <Button type="submit" busy={busy === "checking"}>
        {t("code.confirm")}
      </Button>

      <div className="flex flex-col gap-3 border-line border-t pt-4">
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4">
          {sendsLeft > 0 && <SendCodeButton t={t} readyAt={challenge.sendAgainAt} onSend={sendAgain} />}
          {/* Other words stand elsewhere: they come, and do not move there. */}
          <p key={sendsLeft} className="text-muted text-sm">
            {sendsLeft > 0 ? t("code.sendsLeft", { count: sendsLeft }) : t("code.noSendsLeft")}
          </p>
        </div>
        <p role="status" className="sr-only">
          {received ? t("code.received") : sentAgain && t("code.sentAgain")}
        </p>
        {/* News take the place of the help, which says less then: nothing above is moved by them. */}
        {news ? (
          <div className="min-h-36 sm:min-h-30">
            <Outcome>{news}</Outcome>
          </div>
        ) : (
          <CodeHelp
            t={t}
            channel={channel}
            sentTo={sentTo}
            waiting={code === "" && !refusal}
            otherChannel={otherChannel}
            onChange={onChange}
          />
        )}
      </div>
    </form>
  );
}

/** The sentence with the address set off, and in its own direction inside right-to-left text. */
function sentencesAround(sentence: string, address: string) {
  const [before, after] = sentence.split("\n");
  return (
    <>
      {before}
      <bdi className="text-ink">{address}</bdi>
      {after}
    </>
  );
}
