// Bounds on work: so much at once, so much waiting, and a refusal past that, before anything is spent. Pure.
import type { Place } from "./ports";
import { Problem } from "./problem";

export interface Bounds {
  /** At once. */
  inFlight: number;
  /** Waiting for their turn. */
  waiting: number;
}

export function capacity({ inFlight, waiting }: Bounds) {
  let reserved = 0;
  let running = 0;
  const queue: (() => void)[] = [];

  return {
    /** @throws Problem `unavailable` when every place is taken */
    reserve(): Place {
      if (reserved >= inFlight + waiting) throw new Problem("unavailable", { retryAfter: 1 });
      reserved += 1;
      let held = true;
      return {
        release() {
          if (held) reserved -= 1;
          held = false;
        },
      };
    },

    /** Does the work when its turn has come: first in, first out. */
    async run<Result>(work: () => Promise<Result>): Promise<Result> {
      if (running >= inFlight) await new Promise<void>((turn) => queue.push(turn));
      else running += 1;
      try {
        return await work();
      } finally {
        // The turn is handed on, so that nobody slips in between.
        const next = queue.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
