// The way to a position, judged: did a hand go it? Two kinds of ways are told apart: a pointer's, and the
// piece's own, which is what keys and buttons leave. Hard checks refuse what no hand does; soft ones add up.
// Thresholds leave room around what is known of people's drags; none looks at height alone, for many people never
// leave their line.
import type { PuzzleResponse, Track } from "../contract";

/** What of a picture says where a pointer or the piece must be at a position. */
export interface Ground {
  width: number;
  pieceWidth: number;
  length: number;
  /** Where the piece's corner is at the position that was given. */
  corner: PuzzleResponse["path"][number];
}

/** Faster is no hand; slower has outlived the puzzle. */
const durationMs = { min: 250, max: 120_000 };
/**
 * A straight line through place and time, to this degree (r²), is drawn with a ruler, also by one that trembles.
 * Half of 1,898 recorded drags of people came to 0.66 or less; of 4,000 simulated ones none to more than 0.953.
 */
const straightest = 0.99;
const nearlyStraight = 0.985;
/** From here on a way is not believed. */
const mostPoints = 3;

export function humanWay(track: Track, position: number, ground: Ground): boolean {
  const times = track.map(([ms]) => ms);
  const gaps = differences(times);
  const duration = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (track.length < 3 || gaps.some((gap) => gap < 0)) return false;
  if (duration < durationMs.min || duration > durationMs.max) return false;
  // One clock tick for every step, from the first touch to the last, is a loop with a sleep in it.
  if (gaps.length >= 3 && new Set(gaps).size === 1) return false;
  const [, x, y] = track.at(-1) as Track[number];
  if (Math.hypot(x - ground.corner[0], y - ground.corner[1]) <= 1.5) return steppedWay(track, gaps);
  const thumb = ground.pieceWidth / 2 + (position / ground.length) * (ground.width - ground.pieceWidth);
  // A thumb may be held at its edge, and the rail is a little shorter than the picture.
  if (Math.abs(x - thumb) > ground.pieceWidth) return false;
  return draggedWay(track, gaps);
}

/** Keys and buttons go in steps of a few sizes; a finger rests between them, or on one of them. */
function steppedWay(track: Track, gaps: number[]): boolean {
  const steps = differences(track.map(([, x, y]) => [x, y] as const)).filter((step) => step > 0);
  // On a curved path one step of the slider is a little longer here than there.
  const sizes = new Set(steps.map((step) => Math.round(step)));
  const mean = average(gaps);
  const uneven = mean > 0 ? deviation(gaps, mean) / mean : 0;
  return sizes.size <= 8 && uneven > 0.25;
}

function draggedWay(track: Track, gaps: number[]): boolean {
  const places = track.map(([, x]) => x);
  const steps = differences(places).map((step) => Math.abs(step));
  const moving = steps.flatMap((step, i) => (step > 0 ? [{ step, gap: Math.max(1, gaps[i] ?? 1) }] : []));
  if (moving.length < 4) return false;
  if (new Set(moving.map(({ step }) => step.toFixed(1))).size === 1) return false;
  const times = track.map(([ms]) => ms);
  const straight = straightness(times, places);
  if (straight > straightest) return false;
  return suspicion(track, gaps, moving) + (straight > nearlyStraight ? 2 : 0) < mostPoints;
}

/** Points against a drag. Each by itself happens to people. */
function suspicion(track: Track, gaps: number[], moving: { step: number; gap: number }[]): number {
  const speeds = moving.map(({ step, gap }) => step / gap);
  const mean = average(speeds);
  const peak = speeds.indexOf(Math.max(...speeds)) / speeds.length;
  const middle = median(gaps);
  const end = track.at(-1) as Track[number];
  const arrived = track.find(([, x]) => Math.abs(x - end[1]) <= 3) ?? end;
  let points = 0;
  // The speed of a hand rises and falls.
  if (deviation(speeds, mean) / mean < 0.45) points += 2;
  // No two of its steps are made by one formula, whatever the clock says.
  if (roughness(moving.map(({ step }) => step)) < 0.12) points += 2;
  // It starts from rest, and slows down before the goal.
  if (peak < 0.03 || peak > 0.9) points += 1;
  // It looks before it lets go.
  if (end[0] - arrived[0] < 60) points += 1;
  // Devices have a beat, but the hand's first and last touch fall out of it.
  if (gaps.every((gap) => Math.abs(gap - middle) <= 1)) points += 1;
  // It corrects itself, hesitates or trembles: its speed never runs through smoothly.
  if (turns(speeds) <= 2) points += 1;
  // Many people keep to their line; few keep to it and do all else like a machine.
  if (track.every(([, , y]) => y === track[0]?.[2])) points += 1;
  return points;
}

/** How often a series changes between rising and falling, but for changes of less than a tenth of its peak. */
function turns(series: number[]): number {
  const least = Math.max(...series) / 10;
  let count = 0;
  let direction = 0;
  let extreme = series[0] ?? 0;
  for (const value of series) {
    const way = Math.sign(value - extreme);
    if (direction === 0 || way === direction) {
      if (direction !== 0 || Math.abs(value - extreme) >= least) direction = way || direction;
      if (direction === 0) continue;
      extreme = value;
    } else if (Math.abs(value - extreme) >= least) {
      count += 1;
      direction = way;
      extreme = value;
    }
  }
  return count;
}

/** How often of all times a series changes between rising and falling at once. */
function roughness(series: number[]): number {
  const changes = differences(series).filter((change) => Math.abs(change) > 0.25);
  const flips = changes.filter((change, i) => i > 0 && change * (changes[i - 1] ?? 0) < 0).length;
  // One or two turns are in every formula.
  return flips < 3 ? 0 : flips / (changes.length - 1);
}

/** The squared correlation of two series. */
function straightness(one: number[], other: number[]): number {
  const [a, b] = [average(one), average(other)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    const [p, q] = [(one[i] ?? 0) - a, (other[i] ?? 0) - b];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  }
  return aa * bb === 0 ? 1 : (ab * ab) / (aa * bb);
}

function differences(series: readonly number[]): number[];
function differences(series: readonly (readonly [number, number])[]): number[];
function differences(series: readonly (number | readonly [number, number])[]): number[] {
  return series.slice(1).map((here, i) => {
    const before = series[i];
    if (typeof here === "number") return here - (before as number);
    const [x, y] = before as readonly [number, number];
    return Math.hypot(here[0] - x, here[1] - y);
  });
}

function average(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function deviation(values: number[], mean: number): number {
  return Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}
