// Cuts the puzzle out of a painted scene: lifts the piece (relit, bevelled, on a soft shadow) and fills every
// hole with softened content from elsewhere, under a fine rim and an inner shadow.
import { PIECE } from "./frame";
import { type Outline, outlineDistance } from "./outline";
import type { Point } from "./path";
import { pointAlong } from "./path";
import type { Hole, Plan } from "./plan";
import type { Pixels } from "./scene";

/** Rows of red, green, blue and alpha bytes. */
export interface Cutout {
  size: number;
  data: Uint8ClampedArray;
}

/** The piece's shadow: a deep indigo rather than black. */
const SHADOW = [20, 12, 48];

/** Takes the piece out of the scene and leaves the holes behind. Changes `scene`. */
export function cutPiece(plan: Plan, scene: Pixels, density: number): Cutout {
  const size = PIECE * density;
  const distances = measure(plan.outline, size, density);
  const piece = lift(plan, scene, distances, size, density);
  // Every filling is taken before any hole is cut: no hole may show another.
  const fillings = plan.holes.map((hole) =>
    soften(scene, hole.fill.from, hole.fill.blur * density, size, density),
  );
  plan.holes.forEach((hole, i) => {
    cutHole(scene, hole, fillings[i] as Uint8ClampedArray, distances, size, density);
  });
  return piece;
}

/** Signed distance to the outline at the middle of each pixel of the piece's square, in encoded pixels. */
function measure(outline: Outline, size: number, density: number): Float32Array {
  const distances = new Float32Array(size * size);
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      distances[i] =
        outlineDistance(outline, (x + 0.5) / density - PIECE / 2, (y + 0.5) / density - PIECE / 2) * density;
    }
  }
  return distances;
}

/** How squarely the edge at a pixel faces the light from the upper left, -1 to 1. */
function facing(distances: Float32Array, i: number, size: number): number {
  const dx = (distances[i + 1] ?? 0) - (distances[i - 1] ?? 0);
  const dy = (distances[i + size] ?? 0) - (distances[i - size] ?? 0);
  const length = Math.sqrt(dx * dx + dy * dy);
  return length === 0 ? 0 : (-0.6 * dx - 0.8 * dy) / length;
}

function lift(plan: Plan, scene: Pixels, distances: Float32Array, size: number, density: number): Cutout {
  const data = new Uint8ClampedArray(size * size * 4);
  const [left, top] = corner(pointAlong(plan.path, plan.answer), density);
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const distance = distances[i] as number;
      // The shadow falls a little down; it ends before the square does.
      const shadow =
        0.42 *
        Math.max(
          0,
          1 - Math.max(0, distances[Math.max(0, i - size * Math.round(density))] as number) / (3 * density),
        ) **
          2;
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      const alpha = cover + shadow * (1 - cover);
      if (alpha <= 0.004) continue;
      const to = i * 4;
      const from = ((top + y) * scene.width + left + x) * 3;
      const light = facing(distances, i, size);
      const bevel = Math.max(0, 1 + distance / (2 * density));
      const rim = 0.3 + 0.5 * Math.max(0, light);
      for (let c = 0; c < 3; c++) {
        let value = (scene.data[from + c] as number) * plan.piece.gain;
        if (bevel > 0 && distance < 1) {
          value = light > 0 ? value + (255 - value) * light * bevel * 0.5 : value * (1 + 0.4 * light * bevel);
          if (distance > -density) value += (255 - value) * rim;
        }
        data[to + c] = (value * cover + (SHADOW[c] as number) * shadow * (1 - cover)) / alpha;
      }
      data[to + 3] = alpha * 255;
    }
  }
  return { size, data };
}

function cutHole(
  scene: Pixels,
  hole: Hole,
  filling: Uint8ClampedArray,
  distances: Float32Array,
  size: number,
  density: number,
): void {
  const [left, top] = corner(hole.at, density);
  const { tone, strength } = hole.fill;
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const distance = distances[i] as number;
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      const rim = 0.75 * Math.max(0, 1 - Math.abs(distance) / (0.9 * density));
      if (cover === 0 && rim === 0) continue;
      const to = ((top + y) * scene.width + left + x) * 3;
      const light = facing(distances, i, size);
      const shadow = Math.max(0, 1 + distance / (5 * density)) ** 2 * (0.22 + 0.3 * Math.max(0, light));
      for (let c = 0; c < 3; c++) {
        const fill = (filling[i * 3 + c] as number) * (1 - strength) + (tone[c] as number) * strength;
        const inside = fill * (1 - shadow);
        let value = (scene.data[to + c] as number) * (1 - cover) + inside * cover;
        value += (255 - value) * rim * (0.75 - 0.25 * light);
        scene.data[to + c] = value;
      }
    }
  }
}

/** A blurred square of the scene: two passes of a box, edges repeated. */
function soften(scene: Pixels, from: Point, blur: number, size: number, density: number): Uint8ClampedArray {
  const [left, top] = corner(from, density);
  const square = new Uint8ClampedArray(size * size * 3);
  for (let y = 0; y < size; y++) {
    const start = ((top + y) * scene.width + left) * 3;
    square.set(scene.data.subarray(start, start + size * 3), y * size * 3);
  }
  const radius = Math.round(blur);
  boxBlur(square, size, radius, 3, size * 3);
  boxBlur(square, size, radius, size * 3, 3);
  return square;
}

/** Averages along one direction: `step` is the way to the next pixel of a line, `next` to the next line. */
function boxBlur(square: Uint8ClampedArray, size: number, radius: number, step: number, next: number): void {
  const line = new Float32Array(size);
  for (let l = 0; l < size; l++) {
    for (let c = 0; c < 3; c++) {
      const start = l * next + c;
      let sum = 0;
      for (let i = 0; i < size; i++) line[i] = square[start + i * step] as number;
      for (let i = -radius; i <= radius; i++) sum += line[Math.min(size - 1, Math.max(0, i))] as number;
      for (let i = 0; i < size; i++) {
        square[start + i * step] = sum / (2 * radius + 1);
        sum +=
          (line[Math.min(size - 1, i + radius + 1)] as number) - (line[Math.max(0, i - radius)] as number);
      }
    }
  }
}

function corner([left, top]: Point, density: number): [number, number] {
  return [Math.round(left * density), Math.round(top * density)];
}
