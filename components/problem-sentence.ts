// One sentence for every problem code: what happened, what to do next, and how long to wait.
import type { ApiProblem } from "@/lib/api-client";
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";

/** What a refusal says, as the wire sends it, or "unreachable". */
export type Refusal = ApiProblem["problem"];

/** Whom a row of the limit table counts, in words that help the person. */
const scopes: Record<string, string> = {
  "address-cooldown": "address",
  "address-hour": "address",
  "address-day": "address",
  "address-failures-day": "address",
  "prefix-hour": "area",
  "country-hour": "area",
  "prefix-unverified-hour": "area",
  "country-unverified-hour": "area",
  "address-guesses-hour": "password",
  "address-guesses-month": "password",
  "browser-guesses-hour": "password",
  "browser-guesses-month": "password",
  "ip-guesses-hour": "password",
  "network-guesses-hour": "password",
  "ip-sends-day": "network",
  "network-sends-day": "network",
  "ip-requests-minute": "network",
  "ip-puzzles-minute": "network",
};

/** The sentence for a refusal; `secondsLeft` is what remains of its `retryAfter` by now. */
export function problemSentence(
  t: Translate,
  refusal: Refusal,
  { channel, secondsLeft = refusal.retryAfter }: { channel?: Channel; secondsLeft?: number } = {},
): string {
  return t(`problems.${refusal.code}`, {
    attempts: refusal.attemptsLeft ?? 0,
    channel: channel ?? "none",
    requestId: refusal.requestId ?? "none",
    scope: scopes[refusal.limit ?? ""] ?? "service",
    wait: waitFor(t, secondsLeft),
  });
}

/** "in 42 seconds", "in 3 minutes", "now": rounded up, so that nobody comes too early. */
function waitFor(t: Translate, seconds: number | undefined): string {
  if (seconds === undefined) return t("wait.soon");
  if (seconds <= 0) return t("wait.now");
  const relative = new Intl.RelativeTimeFormat(t.locale, { numeric: "always" });
  if (seconds < 100) return relative.format(Math.ceil(seconds), "second");
  if (seconds < 100 * 60) return relative.format(Math.ceil(seconds / 60), "minute");
  if (seconds < 100 * 3600) return relative.format(Math.ceil(seconds / 3600), "hour");
  return relative.format(Math.ceil(seconds / 86_400), "day");
}
