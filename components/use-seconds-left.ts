// Whole seconds until a moment on the page's own monotonic clock (performance.now), so that a wrong or changed
// wall clock does no harm. Recomputed on every tick and when the tab comes back, never counted down.
import { useSyncExternalStore } from "react";

/** The moment `seconds` from now, on the clock that `useSecondsLeft` reads. */
export function momentIn(seconds: number): number {
  return performance.now() + seconds * 1000;
}

export function secondsUntil(moment: number): number {
  return Math.max(0, Math.ceil((moment - performance.now()) / 1000));
}

export function useSecondsLeft(moment: number): number {
  return useSyncExternalStore(
    subscribe,
    () => secondsUntil(moment),
    () => 0,
  );
}

function subscribe(tick: () => void) {
  const timer = setInterval(tick, 250);
  document.addEventListener("visibilitychange", tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}

/** "0:42", in the digits of the language. */
export function clock(locale: string, seconds: number): string {
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const one = new Intl.NumberFormat(locale, { useGrouping: false });
  return `${one.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
}
