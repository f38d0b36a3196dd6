// The judge: is this solution right? It looks at the place and at the way there, and says only yes or no.
import type { PuzzleResponse, Track } from "../contract";
import type { RiskLevel } from "../ports";
import { pathLength, pointAlong } from "./picture/path";
import { humanWay } from "./way";

/** What was asked, as the store keeps it. */
export interface Question {
  /** Distance along the path, in picture pixels. */
  answer: number;
  path: PuzzleResponse["path"];
  width: number;
  pieceWidth: number;
}

/**
 * Distance from the answer, in picture pixels, that still counts. Solvers are exact or wrong: less only hurts
 * people. On the long way round a pixel of the slider moves the piece by two.
 */
export const tolerance: Readonly<Record<RiskLevel, number>> = { 0: 9, 1: 6, 2: 8, 3: 8 };

/** Clocks of two instances may differ by this much. */
export const clockSlackMs = 1000;

/** Where the piece was put, and how it came there. */
export interface Given {
  position: number;
  track: Track;
}

/** @param seconds since it was asked */
export function judge(
  question: Question,
  { position, track }: Given,
  { level, seconds }: { level: RiskLevel; seconds: number },
): boolean {
  if (Math.abs(position - question.answer) > tolerance[level]) return false;
  const took = (track.at(-1)?.[0] ?? 0) - (track[0]?.[0] ?? 0);
  // Nobody has dragged for longer than the puzzle was there.
  if (took > seconds * 1000 + clockSlackMs) return false;
  const { path, width, pieceWidth } = question;
  const ground = { width, pieceWidth, length: pathLength(path), corner: pointAlong(path, position) };
  return humanWay(track, position, ground);
}
