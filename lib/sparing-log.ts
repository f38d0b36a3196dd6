// A log that says of an outage once a second that it goes on: in a flood, every refused request would say it.
import type { Clock, Log } from "./ports";

const everyMs = 1000;

export function sparing(log: Log, clock: Clock): Log {
  /** By part: when it was said last, and how often it could have been since. */
  const outages = new Map<unknown, { saidAt: number; unsaid: number }>();

  return {
    info: (event, text) => log.info(event, text),
    warn: (event, text) => log.warn(event, text),
    error(event, text) {
      if (event.event !== "outage") return log.error(event, text);
      const now = clock.now();
      const last = outages.get(event.part);
      if (last && now - last.saidAt < everyMs) {
        last.unsaid += 1;
        return;
      }
      outages.set(event.part, { saidAt: now, unsaid: 0 });
      log.error(last?.unsaid ? { ...event, unsaid: last.unsaid } : event, text);
    },
  };
}
