// The judge: is this solution right? It looks at the place and at the way there, and says only yes or no.
import type { Solution } from "../contract";

/** Distance from the answer, in picture pixels, that still counts. Solvers are exact or wrong: less only hurts people. */
export const tolerance = 6;

/** Shorter drags than this are not made by hands; longer ones outlive the puzzle. */
const durationMs = { min: 150, max: 120_000 };

export function judge(answer: number, { position, track }: Pick<Solution, "position" | "track">): boolean {
  return Math.abs(position - answer) <= tolerance && plausible(track);
}

function plausible(track: Solution["track"]): boolean {
  const times = track.map(([ms]) => ms);
  const forward = times.every((ms, index) => ms >= (times[index - 1] ?? 0));
  const duration = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return track.length >= 2 && forward && duration >= durationMs.min && duration <= durationMs.max;
}
