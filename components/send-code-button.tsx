// Sends a code, and afterwards says how long until another one can be sent.
"use client";
import { useState } from "react";
import type { Translate } from "@/messages/translator";
import { Button } from "./ui/button";
import { clock, useSecondsLeft } from "./use-seconds-left";

export function SendCodeButton({
  t,
  readyAt,
  onSend,
}: {
  t: Translate;
  /** When another send is allowed, on the clock of `momentIn`. */
  readyAt: number;
  /** The button is busy until it settles. */
  onSend: () => Promise<unknown> | undefined;
}) {
  const [busy, setBusy] = useState(false);
  const seconds = useSecondsLeft(readyAt);

  const send = async () => {
    setBusy(true);
    try {
      await onSend();
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <Button
        look="quiet"
        size="small"
        waiting={seconds > 0}
        busy={busy}
        onClick={() => void send()}
        className="-ms-3.5"
      >
        {seconds > 0 ? (
          <>
            {/* The name stays while the clock runs: else a screen reader that is here reads it every second. */}
            <span className="sr-only">{t("code.sendAgain")}</span>
            <span aria-hidden="true" className="tabular-nums">
              {t("code.sendAgainIn", { clock: clock(t.locale, seconds) })}
            </span>
          </>
        ) : (
          t("code.sendAgain")
        )}
      </Button>
      <span role="status" className="sr-only">
        {spoken(t, seconds)}
      </span>
    </>
  );
}

/** When the countdown is heard, besides at its end. */
const heardAt = [30, 10];

/** Said for a moment only, so that nobody who comes by later reads an old number. */
function spoken(t: Translate, seconds: number): string {
  if (seconds === 0) return t("code.canSendAgain");
  const heard = heardAt.find((at) => seconds <= at && seconds > at - 3);
  return heard ? t("code.secondsLeft", { seconds: heard }) : "";
}
