// Pictures drawn ahead, some of every level: whoever asks gets one at once, and others are drawn in its place. Where
// there is none they wait for theirs, so many at most. Pure: who draws is handed in, and time.
import type { RiskLevel, Timers } from "../ports";
import { Problem } from "../problem";
import type { Pictures, PreparedPuzzle } from "./index";

export interface PoolBounds {
  /** Kept ready, by level. */
  ready: Readonly<Record<RiskLevel, number>>;
  /** Waiting for their picture, of each level: suspects take nobody else's place. */
  waiting: number;
  /** Drawn in one go: a thread that is called for each costs as much as what it brings. */
  batch: number;
}

/**
 * Nearly everybody is at level 1, and from a flood on at level 2: five hundred people may come in the same second. A
 * picture takes 31 kB, so this is 32 MB at most. A core draws 250 in a second: it is about two that somebody waits.
 */
export const drawnAhead: PoolBounds = { ready: { 0: 16, 1: 500, 2: 500, 3: 16 }, waiting: 500, batch: 8 };

/** So many pictures lie somewhere at a time, those included that are being drawn. */
export const mostDrawn = ({ ready, batch }: PoolBounds) =>
  Object.values(ready).reduce((sum, most) => sum + most, batch);

/** A picture that lies ready, wherever that is: taken out once. */
export type Ready = () => PreparedPuzzle;

export interface Pool extends Pictures {
  /** Draws ahead: nothing is drawn before this, or before somebody asks. */
  fill(): void;
}

interface Shelf {
  level: RiskLevel;
  ready: Ready[];
  waiting: { resolve(picture: PreparedPuzzle): void; reject(why: unknown): void }[];
}

/**
 * While people keep coming, drawing would be in the way of answering them: it waits until nobody has come for so long,
 * or less than this share is left.
 */
const calmMs = 50;
const scarce = 0.25;

/** Whoever is trusted more is served first. */
const levels: readonly RiskLevel[] = [0, 1, 2, 3];

export function pool(
  draw: (level: RiskLevel, count: number) => Promise<readonly Ready[]>,
  bounds: PoolBounds,
  timers: Timers,
): Pool {
  const shelves = levels.map((level): Shelf => ({ level, ready: [], waiting: [] }));
  let isDrawing = false;
  let failed = false;
  let came = 0;
  let isCrowded = false;

  const isLow = ({ level, ready }: Shelf) => {
    const most = bounds.ready[level];
    return ready.length + bounds.batch <= most && (!isCrowded || ready.length < scarce * most);
  };
  const next = () =>
    shelves.find(({ waiting }) => waiting.length > 0) ??
    // A failure is not repeated for nobody: what comes next is drawn for somebody who asks.
    (failed ? undefined : shelves.find(isLow));

  async function fill() {
    if (isDrawing) return;
    isDrawing = true;
    for (let shelf = next(); shelf; shelf = next()) {
      const { level, ready, waiting } = shelf;
      const asked = Math.min(waiting.length, bounds.batch);
      try {
        for (const picture of await draw(level, asked || bounds.batch)) {
          const first = waiting.shift();
          if (first) first.resolve(picture());
          else ready.push(picture);
        }
        failed = false;
      } catch (why) {
        for (const { reject } of waiting.splice(0, asked)) reject(why);
        failed = true;
      }
    }
    isDrawing = false;
  }

  function watchCrowd() {
    isCrowded = true;
    const before = came;
    timers.after(calmMs, () => {
      if (came !== before) return watchCrowd();
      isCrowded = false;
      void fill();
    });
  }

  return {
    fill: () => void fill(),
    async take(level) {
      came += 1;
      if (!isCrowded) watchCrowd();
      const { ready, waiting } = shelves[level] as Shelf;
      const picture = ready.pop()?.();
      if (!picture && waiting.length >= bounds.waiting) throw new Problem("unavailable", { retryAfter: 1 });
      const taken =
        picture ?? new Promise<PreparedPuzzle>((resolve, reject) => waiting.push({ resolve, reject }));
      void fill();
      return taken;
    },
  };
}
