// Draws from a random source. The source is always passed in, so a plan can be repeated in a test and
// comes from the system's secure generator in production.

/** Returns the next number of a uniform stream in [0, 1). */
export type Random = () => number;

/** A uniform number in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** A uniform whole number in low..high, both included. */
export function whole(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One member of a list that is never empty. */
export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}
