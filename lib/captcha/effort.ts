// How much work a puzzle costs, by how suspicious whoever asks for it looks. A step is one derivation, about 0.3 ms of
// a core: a person's is done before the piece is in its place.
import type { RiskLevel } from "../ports";

/**
 * The counter to be found lies between 1 and this, evenly: half of it is the rule, and nobody waits for longer. On a
 * phone four times slower than a desktop a second at most, and less than a puzzle's life for whoever attacks.
 */
const steps = 600;

/** At high suspicion at least a hundred times what a person does, also for whoever solves every picture. */
const beside: Readonly<Record<RiskLevel, number>> = { 0: 1, 1: 1, 2: 8, 3: 128 };

/** In place of a picture: what a program gains by not having to look, it pays here, and in seconds that it waits. */
const alone: Readonly<Record<RiskLevel, { times: number; seconds: number }>> = {
  0: { times: 8, seconds: 5 },
  1: { times: 8, seconds: 8 },
  2: { times: 32, seconds: 15 },
  3: { times: 128, seconds: 30 },
};

export interface Effort {
  /** The greatest counter there may be. */
  counters: number;
  /** Before that no solution counts. */
  seconds: number;
}

export function effortOf(level: RiskLevel, picture: boolean): Effort {
  const { times, seconds } = picture ? { times: beside[level], seconds: 0 } : alone[level];
  return { counters: steps * times, seconds };
}
