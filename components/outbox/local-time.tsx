// Times in the reader's zone and language. The server knows neither, so it writes UTC, and the browser
// replaces that once the page has come alive.
import { useSyncExternalStore } from "react";

/** When a message was sent: the time alone if that was today. */
export function LocalTime({ iso, locale, className }: { iso: string; locale: string; className?: string }) {
  const text = useSyncExternalStore(
    never,
    () => write(iso, locale),
    () => `${iso.slice(11, 16)} UTC`,
  );
  return (
    <time dateTime={iso} className={className}>
      {text}
    </time>
  );
}

/** The hour on the wall, as a phone shows it. Nothing until the page is alive. */
export function WallClock({ locale }: { locale: string }) {
  const text = useSyncExternalStore(
    everyFewSeconds,
    () => hour(new Date(), locale),
    () => "",
  );
  return text;
}

function write(iso: string, locale: string): string {
  const date = new Date(iso);
  if (date.toDateString() === new Date().toDateString()) return hour(date, locale);
  return date.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
}

function hour(date: Date, locale: string): string {
  return date.toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit" });
}

const never = () => () => {};

function everyFewSeconds(tick: () => void) {
  const timer = setInterval(tick, 5000);
  return () => clearInterval(timer);
}
