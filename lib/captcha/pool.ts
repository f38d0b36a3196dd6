// Pictures drawn ahead, some of every level: whoever asks gets one at once, and another is drawn in its place. Where
// there is none they wait for theirs, so many at most. Pure: who draws is handed in.
import type { RiskLevel } from "../ports";
import { Problem } from "../problem";
import type { DrawnPicture, Pictures } from "./index";

export interface PoolBounds {
  /** Kept ready, by level. */
  ready: Readonly<Record<RiskLevel, number>>;
  /** Waiting for their picture, of each level: suspects take nobody else's place. */
  waiting: number;
  /** Drawn at the same time. */
  atOnce: number;
}

/**
 * Nearly everybody is at level 1: five hundred people may come in the same second. From a flood on it is level 2. A picture
 * takes 27 kB, so this is 18 MB at most. A core draws 250 in a second: nobody waits for longer than two.
 */
export const drawnAhead: PoolBounds = { ready: { 0: 16, 1: 500, 2: 120, 3: 16 }, waiting: 500, atOnce: 2 };

export interface Pool extends Pictures {
  /** Draws ahead: nothing is drawn before this, or before somebody asks. */
  fill(): void;
}

interface Shelf {
  level: RiskLevel;
  ready: DrawnPicture[];
  waiting: { resolve(picture: DrawnPicture): void; reject(why: unknown): void }[];
  underWay: number;
}

/** Whoever is trusted more is served first. */
const levels: readonly RiskLevel[] = [0, 1, 2, 3];

export function pool(draw: (level: RiskLevel) => Promise<DrawnPicture>, bounds: PoolBounds): Pool {
  const shelves = levels.map((level): Shelf => ({ level, ready: [], waiting: [], underWay: 0 }));
  let underWay = 0;
  let failed = false;

  const isLow = ({ level, ready, underWay }: Shelf) => ready.length + underWay < bounds.ready[level];
  const next = () =>
    shelves.find((shelf) => shelf.waiting.length > shelf.underWay) ??
    // Nobody waits for a failure to repeat itself: what comes next is drawn for somebody who asks.
    (failed ? undefined : shelves.find(isLow));

  function fill() {
    while (underWay < bounds.atOnce) {
      const shelf = next();
      if (!shelf) return;
      underWay += 1;
      shelf.underWay += 1;
      draw(shelf.level).then(
        (picture) => {
          ended(shelf, false);
          const first = shelf.waiting.shift();
          if (first) first.resolve(picture);
          else shelf.ready.push(picture);
          fill();
        },
        (why) => {
          ended(shelf, true);
          shelf.waiting.shift()?.reject(why);
          fill();
        },
      );
    }
  }

  function ended(shelf: Shelf, badly: boolean) {
    underWay -= 1;
    shelf.underWay -= 1;
    failed = badly;
  }

  return {
    fill,
    async take(level) {
      const shelf = shelves[level] as Shelf;
      const picture = shelf.ready.pop();
      if (!picture && shelf.waiting.length >= bounds.waiting)
        throw new Problem("unavailable", { retryAfter: 1 });
      const taken =
        picture ?? new Promise<DrawnPicture>((resolve, reject) => shelf.waiting.push({ resolve, reject }));
      fill();
      return taken;
    },
  };
}
