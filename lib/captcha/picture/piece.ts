// Cuts the puzzle out of a painted scene: lifts the piece, relit, bevelled and on a soft shadow, and leaves
// every hole behind.
import { facing } from "./facing";
import { PIECE } from "./frame";
import { cutHole, RIM_TONE, soften, stencil } from "./hole";
import { type Outline, outlineDistance } from "./outline";
import type { Point } from "./path";
import { pointAlong } from "./path";
import type { Pixels } from "./pixels";
import type { Plan } from "./plan";

/** Rows of red, green, blue and alpha bytes. */
export interface Cutout {
  size: number;
  data: Uint8Array;
}

/** The piece's shadow: a deep green rather than black. */
const SHADOW = [6, 30, 26] as const;

/** Widths along the outline, in picture pixels. */
const SHADOW_REACH = 3;
const BEVEL = 2.8;
const RIM = 1.8;

/** Takes the piece out of the scene and leaves the holes behind. Changes `scene`. */
export function cutPiece(plan: Plan, scene: Pixels, density: number): Cutout {
  const size = PIECE * density;
  const distances = measure(plan.outline, size, density);
  const piece = lift(plan, scene, distances, size, density);
  // Every filling is taken before any hole is cut: no hole may show another.
  const fillings = plan.holes.map(({ fill }) =>
    soften(scene, corner(fill.from, density), fill, size, density),
  );
  const cut = stencil(distances, size, density);
  plan.holes.forEach(({ at }, i) => {
    cutHole(scene, corner(at, density), fillings[i] as Uint8Array, cut, size);
  });
  return piece;
}

/**
 * Signed distance to the outline at the middle of each pixel of the piece's square, in encoded pixels. Measured at
 * every second pixel, and in between taken as the mean: distances are straight but for a few corners.
 */
function measure(outline: Outline, size: number, density: number): Float32Array {
  const distances = new Float32Array(size * size);
  const last = size - 1;
  for (let y = 0; y < size; y = y < last ? Math.min(last, y + 2) : size) {
    for (let x = 0; x < size; x = x < last ? Math.min(last, x + 2) : size) {
      const [px, py] = [(x + 0.5) / density - PIECE / 2, (y + 0.5) / density - PIECE / 2];
      distances[y * size + x] = outlineDistance(outline, px, py) * density;
    }
    for (let x = 1, i = y * size + 1; x < last; x += 2, i += 2) {
      distances[i] = ((distances[i - 1] as number) + (distances[i + 1] as number)) / 2;
    }
  }
  for (let y = 1; y < last; y += 2) {
    for (let x = 0, i = y * size; x < size; x++, i++) {
      distances[i] = ((distances[i - size] as number) + (distances[i + size] as number)) / 2;
    }
  }
  return distances;
}

function lift(plan: Plan, scene: Pixels, distances: Float32Array, size: number, density: number): Cutout {
  const data = new Uint8Array(size * size * 4);
  const [left, top] = corner(pointAlong(plan.path, plan.answer), density);
  const fall = size * Math.round(density);
  for (let y = 0, i = 0; y < size; y++) {
    const row = ((top + y) * scene.width + left) * 3;
    for (let x = 0; x < size; x++, i++) {
      const distance = distances[i] as number;
      if (distance > SHADOW_REACH * density + 2) continue;
      const to = i * 4;
      relit(scene, row + x * 3, plan.piece);
      if (distance < -BEVEL * density) {
        for (let c = 0; c < 3; c++) data[to + c] = content[c] as number;
        data[to + 3] = 255;
        continue;
      }
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      // The shadow falls a little down, and ends before the square does.
      const above = Math.max(0, distances[i - fall] ?? SHADOW_REACH * density);
      const shadow = 0.5 * Math.max(0, 1 - above / (SHADOW_REACH * density)) ** 2 * (1 - cover);
      const alpha = cover + shadow;
      if (alpha < 0.004) continue;
      const light = facing(distances, i, size);
      const bevel = Math.min(1, 1 + distance / (BEVEL * density));
      const rim = Math.min(1, Math.max(0, distance + RIM * density + 0.5));
      for (let c = 0; c < 3; c++) {
        let value = content[c] as number;
        value += light > 0 ? (255 - value) * light * bevel * 0.55 : value * light * bevel * 0.4;
        value += ((RIM_TONE[c] as number) + 14 * light - value) * rim;
        data[to + c] = (Math.min(255, value) * cover + (SHADOW[c] as number) * shadow) / alpha;
      }
      data[to + 3] = alpha * 255;
    }
  }
  return { size, data };
}

/** One pixel's colour while it is made: an array for each would cost more than the sums. */
const content = new Int32Array(3);

/** Softened over four pixels and in another light: no value of the piece is one of the scene's. */
function relit({ data, width }: Pixels, at: number, { gain, saturation }: Plan["piece"]): void {
  const under = at + width * 3;
  let grey = 0;
  for (let c = 0; c < 3; c++) {
    const four =
      (data[at + c] as number) +
      (data[at + c + 3] as number) +
      (data[under + c] as number) +
      (data[under + c + 3] as number);
    content[c] = four;
    grey += four;
  }
  grey = (grey / 12) * gain * (1 - saturation);
  for (let c = 0; c < 3; c++) {
    content[c] = Math.min(255, Math.max(0, grey + ((content[c] as number) / 4) * gain * saturation));
  }
}

function corner([left, top]: Point, density: number): [number, number] {
  return [Math.round(left * density), Math.round(top * density)];
}
