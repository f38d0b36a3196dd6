// The rail and its thumb: a native range input, so arrow keys, clicks on the rail and assistive technology work,
// with a drawing over it that moves through a handle, never by rendering.
import { type PointerEvent, type Ref, useEffect, useImperativeHandle, useRef } from "react";
import type { Translate } from "@/messages/translator";
import { classes } from "../ui/classes";
import { ArrowIcon, CheckIcon } from "../ui/icons";
import { Spinner } from "../ui/spinner";
import type { View } from "./use-puzzles";

export interface RailHandle {
  value(): number;
  /** Moves the thumb, without an event. */
  moveTo(value: number): void;
  focus(): void;
}

export function Rail({
  t,
  phase,
  length,
  describedBy,
  ref,
  onPress,
  onMove,
  onEnter,
}: {
  t: Translate;
  phase: View["phase"];
  /** Of the path. */
  length: number;
  /** Id of the words that say what to do. */
  describedBy: string;
  ref: Ref<RailHandle>;
  onPress: (down: PointerEvent) => void;
  /** The thumb was moved, by whatever means. */
  onMove: (value: number) => void;
  onEnter: () => void;
}) {
  const rangeRef = useRef<HTMLInputElement>(null);
  const fillRef = useRef<HTMLDivElement>(null);
  const carrierRef = useRef<HTMLDivElement>(null);
  const ready = phase === "ready";
  const value = () => Number(rangeRef.current?.value);

  const draw = () => {
    const part = length > 0 ? value() / length : 0;
    const percent = Math.round(part * 100);
    rangeRef.current?.setAttribute("aria-valuetext", t("captcha.position", { percent }));
    const along = (share: number) => `translateX(calc(${share} * (100% - var(--thumb))))`;
    if (carrierRef.current) carrierRef.current.style.transform = along(part);
    if (fillRef.current) fillRef.current.style.transform = along(part - 1);
  };

  // A finger moves nothing by the browser's own way, either. React listens to touches without a say in that.
  useEffect(() => {
    const range = rangeRef.current;
    const keep = (event: TouchEvent) => event.preventDefault();
    range?.addEventListener("touchstart", keep, { passive: false });
    return () => range?.removeEventListener("touchstart", keep);
  }, []);

  useImperativeHandle(ref, () => ({
    value,
    moveTo(to) {
      if (rangeRef.current) rangeRef.current.value = String(to);
      draw();
    },
    focus: () => rangeRef.current?.focus({ preventScroll: true }),
  }));

  return (
    <div
      dir="ltr"
      className={classes(
        "relative h-14 rounded-full bg-sunken p-1 ring-1 ring-line ring-inset transition-opacity forced-colors:border",
        (phase === "loading" || phase === "refused") && "opacity-60",
      )}
    >
      <input
        ref={rangeRef}
        type="range"
        min={0}
        max={Math.floor(length) || 100}
        step={1}
        defaultValue={0}
        aria-label={t("captcha.slider")}
        aria-describedby={describedBy}
        aria-disabled={!ready || undefined}
        onPointerDown={onPress}
        onInput={() => {
          draw();
          onMove(value());
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onEnter();
        }}
        className={classes(
          "peer absolute inset-x-1 inset-y-1 z-10 m-0 h-12 w-[calc(100%-0.5rem)] appearance-none bg-transparent opacity-0",
          // Its own thumb moves, too: within it, and not the page, is laid out.
          "touch-none contain-strict [&::-webkit-slider-runnable-track]:h-12",
          "[&::-webkit-slider-thumb]:h-12 [&::-webkit-slider-thumb]:w-(--thumb) [&::-webkit-slider-thumb]:appearance-none",
          "[&::-moz-range-thumb]:h-12 [&::-moz-range-thumb]:w-(--thumb) [&::-moz-range-thumb]:border-0",
          ready ? "cursor-grab active:cursor-grabbing" : "pointer-events-none",
        )}
      />
      <div className="absolute inset-1 overflow-hidden rounded-full">
        <div
          ref={fillRef}
          className="size-full rounded-full bg-brand/25 will-change-transform"
          style={{ transform: "translateX(calc(-1 * (100% - var(--thumb))))" }}
        />
      </div>
      <div
        ref={carrierRef}
        className={classes(
          "pointer-events-none absolute inset-1 will-change-transform *:transition",
          "peer-focus-visible:*:outline-2 peer-focus-visible:*:outline-brand peer-focus-visible:*:outline-offset-2",
          "peer-active:*:scale-95",
        )}
      >
        <div className="flex h-12 w-(--thumb) items-center justify-center rounded-full bg-brand text-on-brand shadow-thumb forced-colors:border">
          {phase === "checking" || phase === "working" ? (
            <Spinner />
          ) : phase === "solved" ? (
            <CheckIcon className="size-6" />
          ) : (
            <ArrowIcon className="size-6" />
          )}
        </div>
      </div>
    </div>
  );
}
