// Sends a code, and afterwards says how long until another one can be sent.
import type { Translate } from "@/messages/translator";
import { Button } from "./ui/button";
import { clock, useSecondsLeft } from "./use-seconds-left";

export function SendCodeButton({
  t,
  readyAt,
  busy,
  onSend,
}: {
  t: Translate;
  /** When another send is allowed, on the clock of `momentIn`. */
  readyAt: number;
  busy?: boolean;
  onSend: () => void;
}) {
  const seconds = useSecondsLeft(readyAt);
  return (
    <>
      <Button
        look="quiet"
        size="small"
        waiting={seconds > 0}
        busy={busy}
        onClick={onSend}
        className="-ms-3.5"
      >
        <span className="tabular-nums">
          {seconds > 0 ? t("code.sendAgainIn", { clock: clock(t.locale, seconds) }) : t("code.sendAgain")}
        </span>
      </Button>
      {/* Said once, at the end: a screen reader that counts every second is no help. */}
      <span role="status" className="sr-only">
        {seconds === 0 && t("code.canSendAgain")}
      </span>
    </>
  );
}
