// A log that a flood does not flood: of lines that repeat themselves some are said, and then how many were not.
// What was left unsaid is told with the next line that is said; nothing waits for it.
import type { Clock, Log } from "./ports";

/** Lines that agree in these members: so many are said in a window, which begins with the first of them. */
interface Bound {
  by: readonly string[];
  lines: number;
  /** The member of the next line that tells how many were not. */
  unsaid: string;
}

interface Rule {
  windowMs: number;
  /** From the broadest to the narrowest. What the first of them leaves unsaid is counted there. */
  bounds: readonly Bound[];
}

/** By event; every other event is always said. */
const rules: Readonly<Record<string, Rule>> = {
  outage: { windowMs: 1000, bounds: [{ by: ["part"], lines: 1, unsaid: "unsaid" }] },
  overload: { windowMs: 1000, bounds: [{ by: [], lines: 1, unsaid: "unsaid" }] },
  "no-client-address": { windowMs: 1000, bounds: [{ by: [], lines: 1, unsaid: "unsaid" }] },
  closed: {
    windowMs: 600_000,
    bounds: [
      { by: ["row"], lines: 50, unsaid: "unsaidOfRow" },
      // A place says it once, not with every send that it turns away.
      { by: ["row", "country", "prefix"], lines: 1, unsaid: "unsaid" },
    ],
  },
  refused: {
    windowMs: 10_000,
    bounds: [
      // Each limit for itself, so that a flood at one of them hides no other.
      { by: ["problem", "limit"], lines: 50, unsaid: "unsaidOfLimit" },
      // One client who goes from address to address, and one address that many go for, leave room for others.
      { by: ["client"], lines: 5, unsaid: "unsaidOfClient" },
      { by: ["address"], lines: 5, unsaid: "unsaidOfAddress" },
      { by: ["problem", "limit", "client", "address"], lines: 1, unsaid: "unsaid" },
    ],
  },
};

/** Far more than the rules let be said in their windows. */
const mostRemembered = 10_000;

interface Window {
  endsAt: number;
  said: number;
  unsaid: number;
}

export function sparing(log: Log, clock: Clock): Log {
  const windows = new Map<string, Window>();

  /** What the line tells of those before it; undefined when it is not to be said. */
  function admit(event: Record<string, unknown>, { windowMs, bounds }: Rule) {
    const now = clock.now();
    const passed: { key: string; bound: Bound; window: Window }[] = [];
    for (const bound of bounds) {
      const values = bound.by.map((member) => event[member]);
      // Nobody is not somebody who repeats himself.
      if (values.length > 0 && values.every((value) => value === undefined)) continue;
      const key = JSON.stringify([event.event, bound.unsaid, values]);
      const known = windows.get(key);
      const window =
        known && now < known.endsAt ? known : { endsAt: now + windowMs, said: 0, unsaid: known?.unsaid ?? 0 };
      if (window.said >= bound.lines) {
        window.unsaid += 1;
        return undefined;
      }
      passed.push({ key, bound, window });
    }
    if (windows.size >= mostRemembered) {
      for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key);
    }
    const unsaid: Record<string, number> = {};
    for (const { key, bound, window } of passed) {
      if (window.unsaid > 0) unsaid[bound.unsaid] = window.unsaid;
      // Remembered only now: what is left unsaid takes no memory.
      windows.set(key, { ...window, said: window.said + 1, unsaid: 0 });
    }
    return unsaid;
  }

  const at =
    (level: keyof Log): Log[keyof Log] =>
    (event, text) => {
      const rule = rules[String(event.event)];
      const unsaid = rule ? admit(event, rule) : {};
      if (unsaid) log[level]({ ...event, ...unsaid }, text);
    };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}
