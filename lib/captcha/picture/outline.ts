// The outline of the piece and of every hole: a rounded jigsaw piece with knobs and notches, described by
// numbers and read as a signed distance, so one description gives smooth edges, rims and bevels alike.
import { between, type Random, whole } from "./chance";
import { PIECE } from "./frame";

export interface Outline {
  /** Half of the body's width and height. */
  body: [number, number];
  corner: number;
  /** A circle per side (right, bottom, left, top): a knob adds it, a notch takes it away. */
  sides: { knob: boolean; x: number; y: number; radius: number }[];
  /** How softly circles melt into the body. */
  melt: number;
}

export function planOutline(random: Random): Outline {
  const body: [number, number] = [between(random, 18.8, 20), between(random, 18.8, 20)];
  // At least one knob and one notch: the silhouette must read as a jigsaw piece at first sight.
  const first = whole(random, 0, 3);
  const sides = [0, 1, 2, 3].map((side) => {
    const turn = (side - first + 4) % 4;
    const knob = turn === 0 || (turn !== 2 && random() < 0.5);
    const radius = knob ? between(random, 5, 5.8) : between(random, 4.4, 5.2);
    const out = knob ? between(random, 1.4, 2.2) : -between(random, 0.8, 1.8);
    const along = between(random, -4.5, 4.5);
    const [x, y] = [
      [body[0] + out, along],
      [along, body[1] + out],
      [-body[0] - out, along],
      [along, -body[1] - out],
    ][side] as [number, number];
    return { knob, x, y, radius };
  });
  return { body, corner: between(random, 5, 8), sides, melt: between(random, 2.5, 4) };
}

/** Beyond this many pixels nothing is drawn along the outline, so distances need not be exact. */
const FAR = 8;

/** Signed distance from a point to the outline: negative inside. The origin is the outline's middle. */
export function outlineDistance(outline: Outline, x: number, y: number): number {
  const { body, corner, melt } = outline;
  const dx = Math.abs(x) - body[0] + corner;
  const dy = Math.abs(y) - body[1] + corner;
  const outside = Math.sqrt(Math.max(dx, 0) ** 2 + Math.max(dy, 0) ** 2);
  let distance = outside + Math.min(Math.max(dx, dy), 0) - corner;
  for (const side of outline.sides) {
    const squared = (x - side.x) ** 2 + (y - side.y) ** 2;
    // A circle says nothing about places well away from it.
    if (squared > (side.radius + FAR) ** 2) continue;
    const circle = Math.sqrt(squared) - side.radius;
    distance = side.knob ? softMin(distance, circle, melt) : -softMin(-distance, circle, melt);
  }
  return distance;
}

/** Points on the outline, round about, relative to its middle. */
export function outlinePoints(outline: Outline, count: number): [x: number, y: number][] {
  const points: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
    let [inside, outside] = [0, PIECE / 2];
    for (let step = 0; step < 7; step++) {
      const middle = (inside + outside) / 2;
      if (outlineDistance(outline, ux * middle, uy * middle) < 0) inside = middle;
      else outside = middle;
    }
    points.push([ux * inside, uy * inside]);
  }
  return points;
}

/** The smaller of two distances, rounded where they meet. */
function softMin(a: number, b: number, melt: number): number {
  const near = Math.max(melt - Math.abs(a - b), 0) / melt;
  return Math.min(a, b) - (near * near * melt) / 4;
}
