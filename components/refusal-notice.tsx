// A refusal as a sentence whose waiting time goes down by itself.
"use client";
import type { ReactNode } from "react";
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { problemSentence, type Refusal } from "./problem-sentence";
import { Notice } from "./ui/notice";
import { useSecondsLeft } from "./use-seconds-left";

/** Refusals that ask for patience or another way, not for alarm. */
const gentle = new Set<Refusal["code"]>([
  "account-exists",
  "challenge-gone",
  "proof-gone",
  "cooldown-active",
  "rate-limited",
  "session-stale",
]);

export function RefusalNotice({
  t,
  refusal,
  channel,
  action,
}: {
  t: Translate;
  refusal: Refusal & { readyAt?: number };
  channel?: Channel;
  action?: ReactNode;
}) {
  const secondsLeft = useSecondsLeft(refusal.readyAt ?? 0);
  const first = problemSentence(t, refusal, { channel });
  const now = refusal.readyAt === undefined ? first : problemSentence(t, refusal, { channel, secondsLeft });
  return (
    <Notice look={gentle.has(refusal.code) ? "caution" : "bad"} action={action}>
      {/* Seen every second, heard twice: at first, and when the wait is over. */}
      <span className="sr-only">{secondsLeft === 0 ? now : first}</span>
      <span aria-hidden="true">{now}</span>
    </Notice>
  );
}
