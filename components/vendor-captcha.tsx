// What surrounds the widget of any captcha vendor: room for it, what is going on in words, and another try.
// The widget lives in an element that React does not know, and goes with it.
"use client";
import { useEffect, useRef, useState } from "react";
import type { Purpose } from "@/lib/contract";
import type { Locale } from "@/messages/locales";
import type { CaptchaProps } from "./captcha-kinds";
import { Button } from "./ui/button";
import { classes } from "./ui/classes";
import { Spinner } from "./ui/spinner";

export interface WidgetEvents {
  onReady(): void;
  onToken(token: string): void;
  /** The person took too long. */
  onExpired(): void;
  /** The widget does not work, now or here. */
  onTrouble(): void;
}

export interface WidgetRequest {
  siteKey: string;
  purpose: Purpose;
  locale: string;
}

/**
 * Draws the vendor's widget.
 * @returns a function that takes it away
 * @throws when it cannot be loaded
 */
export type DrawWidget = (
  host: HTMLElement,
  request: WidgetRequest,
  events: WidgetEvents,
) => Promise<() => void>;

/** Where we name a script, vendors name a region. */
const regions: Partial<Record<Locale, string>> = { "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" };

type Phase = "loading" | "ready" | "checking" | "expired" | "failed";

export function VendorCaptcha({
  t,
  purpose,
  siteKey = "",
  onSolved,
  draw,
  className,
}: CaptchaProps & { draw: DrawWidget; className?: string }) {
  const [phase, setPhase] = useState<Phase>("loading");
  /** Each with a widget of its own. */
  const [turn, setTurn] = useState(1);
  const roomRef = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a widget per turn, and it outlives renders
  useEffect(() => {
    const host = document.createElement("div");
    roomRef.current?.append(host);
    let gone = false;
    let solved = false;
    let remove = () => {};
    /** What happens to a widget that was taken away, or has done its part, is no news. */
    const show = (next: Phase) => {
      if (!gone && !solved) setPhase(next);
    };
    const events: WidgetEvents = {
      onReady: () => show("ready"),
      onExpired: () => show("expired"),
      onTrouble: () => show("failed"),
      onToken(token) {
        // Widgets renew their tokens by themselves, and one send is what was asked for.
        if (gone || solved) return;
        setPhase("checking");
        solved = true;
        onSolved(token);
      },
    };
    draw(host, { siteKey, purpose, locale: regions[t.locale] ?? t.locale }, events).then(
      (taken) => {
        remove = taken;
        if (gone) remove();
      },
      () => {
        // No room is kept for what does not come.
        host.remove();
        show("failed");
      },
    );
    return () => {
      gone = true;
      remove();
      host.remove();
    };
  }, [turn]);

  const stuck = phase === "failed" || phase === "expired";
  return (
    <div className="flex flex-col gap-4">
      <section
        ref={roomRef}
        aria-label={t("captcha.vendor.label")}
        aria-busy={phase === "loading" || undefined}
        className={classes("min-h-17 w-full empty:hidden", phase === "checking" && "opacity-60", className)}
      />
      <div className="flex min-h-11 items-center gap-3">
        {(phase === "loading" || phase === "checking") && <Spinner className="text-muted" />}
        <p
          role="status"
          className={classes("flex-1 text-pretty text-sm", stuck ? "text-danger" : "text-muted")}
        >
          {t(`captcha.vendor.${phase}`)}
        </p>
        {stuck && (
          <Button
            look="secondary"
            size="small"
            onClick={() => {
              setPhase("loading");
              setTurn(turn + 1);
            }}
          >
            {t("captcha.vendor.retry")}
          </Button>
        )}
      </div>
    </div>
  );
}
