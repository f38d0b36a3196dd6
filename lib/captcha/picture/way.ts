// The way of the piece, planned: a gentle wave from left to right, or a loop round the middle of the picture.
import { between, type Random } from "./chance";
import { HEIGHT, PIECE, WIDTH } from "./frame";
import type { Point } from "./path";

/** Space between the picture's edge and the piece. */
const MARGIN = 4;
/** The farthest the piece's corner goes. */
const RIGHT = WIDTH - PIECE - MARGIN;
const BOTTOM = HEIGHT - PIECE - MARGIN;

const POINTS = 36;
/** The share of the loop that the piece goes: it never comes back to where it started. */
const ROUND = 0.9;

export function planWave(random: Random): Point[] {
  const height = between(random, 14, 38);
  const middle = between(random, MARGIN + height, BOTTOM - height);
  const turns = (2 * Math.PI) / between(random, 190, 320);
  const phase = between(random, 0, 2 * Math.PI);
  return points((part) => {
    const left = MARGIN + part * (RIGHT - MARGIN);
    return [left, middle + height * Math.sin(left * turns + phase)];
  });
}

export function planLoop(random: Random): Point[] {
  const from = between(random, 0, 2 * Math.PI);
  const turn = (random() < 0.5 ? -1 : 1) * 2 * Math.PI * ROUND;
  const [halfWidth, halfHeight] = [(RIGHT - MARGIN) / 2, (BOTTOM - MARGIN) / 2];
  return points((part) => {
    const angle = from + part * turn;
    return [MARGIN + halfWidth * (1 + Math.cos(angle)), MARGIN + halfHeight * (1 + Math.sin(angle))];
  });
}

/** Tenths of a pixel: what a page needs, in few bytes. */
function points(at: (part: number) => Point): Point[] {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return Array.from({ length: POINTS }, (_, i) => at(i / (POINTS - 1)).map(tenth) as Point);
}
