// How far the way without a picture has come. The wait is known and drawn as it passes; whether a device needs
// longer is not, so what comes after the wait is drawn without an end.
import type { Translate } from "@/messages/translator";
import { classes } from "../ui/classes";
import { useSecondsLeft } from "../use-seconds-left";

/** What of the bar the wait fills; the rest is for the answer. */
const shareOfWait = 0.95;

export function WorkProgress({
  t,
  phase,
  waits,
  readyAt,
}: {
  t: Translate;
  phase: "starting" | "working" | "checking" | "solved";
  /** Seconds in all. */
  waits: number;
  /** When the wait ends, on the clock of `momentIn`. */
  readyAt: number;
}) {
  const left = useSecondsLeft(readyAt);
  const waiting = phase === "working" && left > 0;
  const word = waiting
    ? t("captcha.work.left", { seconds: left })
    : t(phase === "working" ? "captcha.work.longer" : `captcha.work.${phase}`);
  const percent = waiting ? Math.round(((waits - left) / waits) * shareOfWait * 100) : undefined;
  return (
    <div className="flex w-full max-w-72 flex-col gap-2">
      <div
        role="progressbar"
        aria-label={t("captcha.work.progress")}
        aria-valuenow={percent}
        className="h-2 overflow-hidden rounded-full bg-line forced-colors:border"
      >
        <div
          className={classes(
            "h-full rounded-full bg-brand forced-colors:bg-[Highlight]",
            // A second at a time, as the seconds beside it.
            "transition-[width] duration-1000 ease-linear",
            !waiting && phase !== "solved" && "animate-breathe",
          )}
          style={{
            width: `${phase === "starting" ? 0 : phase === "solved" ? 100 : (percent ?? shareOfWait * 100)}%`,
          }}
        />
      </div>
      {/* Drawn anew, since a line in the middle that gets longer moves. */}
      <p key={word} aria-hidden="true" className="text-muted text-sm tabular-nums">
        {word}
      </p>
    </div>
  );
}
