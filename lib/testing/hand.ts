// A person's hand at the slider, simulated: it waits, sets off, slows down before the goal, misses it by a
// little and corrects, trembles all the way, and looks before it lets go. One of many a hand; never the same twice.
import type { PuzzleResponse } from "../contract";

type Picture = Pick<PuzzleResponse, "width" | "pieceWidth" | "path">;
type TrackPoint = [ms: number, x: number, y: number];

/** @param ms how long it takes, more or less */
export function drag(
  { width, pieceWidth }: Picture,
  length: number,
  position: number,
  ms = 800,
  random: () => number = Math.random,
): TrackPoint[] {
  const noise = (size: number) => (random() + random() + random() - 1.5) * size;
  const start = pieceWidth / 2 + noise(14);
  const distance = (position / length) * (width - pieceWidth);
  const height = 240 + noise(16);
  const miss = noise(0.08) * distance;
  const beat = random() < 0.5 ? 1000 / 60 : 8;
  const setOff = 20 + random() * 60;
  // The main stroke, then one to three small corrections; each is a movement of least jerk.
  const strokes = [{ from: setOff, takes: ms * (0.5 + random() * 0.1), by: distance + miss }];
  let rest = -miss;
  let at = setOff + (strokes[0]?.takes ?? 0);
  for (let corrections = 1 + Math.floor(random() * 2.4); corrections > 0; corrections--) {
    const by = corrections === 1 ? rest : rest * (0.5 + random() * 0.7);
    const takes = ms * (0.08 + random() * 0.05);
    at += ms * random() * 0.03;
    strokes.push({ from: at, takes, by });
    at += takes;
    rest -= by;
  }
  const drift = noise(8);
  const points: TrackPoint[] = [[0, tenth(start), tenth(height)]];
  for (let now = setOff; now < at; now += beat * (random() < 0.06 ? 2 : 1)) {
    const x = strokes.reduce((sum, { from, takes, by }) => sum + by * leastJerk((now - from) / takes), start);
    const y = height + drift * Math.min(1, now / at) + noise(0.8);
    points.push([Math.round(now + noise(1.5)), tenth(x + noise(0.9)), tenth(y)]);
  }
  const looks = Math.max(70, ms * (0.08 + random() * 0.06));
  points.push([Math.round(at + looks), tenth(start + distance + noise(0.4)), tenth(height + drift)]);
  points.sort((one, other) => one[0] - other[0]);
  return points;
}

/** How far a movement of least jerk has come after a part of its time; both from 0 to 1. */
export function leastJerk(part: number): number {
  const t = Math.min(1, Math.max(0, part));
  return t ** 3 * (10 - 15 * t + 6 * t * t);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
