// Cuts the puzzle out of a painted scene: lifts the piece (relit, bevelled, on a soft shadow) and fills every
// hole with softened content from elsewhere, under a fine rim and an inner shadow.
import { PIECE } from "./frame";
import { type Outline, outlineDistance } from "./outline";
import type { Point } from "./path";
import { pointAlong } from "./path";
import type { Pixels } from "./pixels";
import type { Hole, Plan } from "./plan";

/** Rows of red, green, blue and alpha bytes. */
export interface Cutout {
  size: number;
  data: Uint8Array;
}

/** The piece's shadow: a deep indigo rather than black. */
const SHADOW = [20, 12, 48];

/** Widths along the outline, in picture pixels. */
const SHADOW_REACH = 3;
const BEVEL = 3.2;
const RIM = 1.3;
const INNER_SHADOW = 5;

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
    cutHole(scene, hole, fillings[i] as Float32Array, distances, size, density);
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
  const data = new Uint8Array(size * size * 4);
  const [left, top] = corner(pointAlong(plan.path, plan.answer), density);
  const fall = size * Math.round(density);
  const { gain } = plan.piece;
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const distance = distances[i] as number;
      if (distance > SHADOW_REACH * density + 2) continue;
      const to = i * 4;
      const from = ((top + y) * scene.width + left + x) * 3;
      if (distance < -BEVEL * density) {
        for (let c = 0; c < 3; c++) data[to + c] = Math.min(255, (scene.data[from + c] as number) * gain);
        data[to + 3] = 255;
        continue;
      }
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      // The shadow falls a little down, and ends before the square does.
      const above = Math.max(0, distances[i - fall] ?? SHADOW_REACH * density);
      const shadow = 0.42 * Math.max(0, 1 - above / (SHADOW_REACH * density)) ** 2 * (1 - cover);
      const alpha = cover + shadow;
      if (alpha < 0.004) continue;
      const light = facing(distances, i, size);
      const bevel = Math.min(1, 1 + distance / (BEVEL * density));
      const rim = Math.min(1, Math.max(0, distance + RIM * density + 0.5)) * (0.82 + 0.12 * light);
      for (let c = 0; c < 3; c++) {
        let value = Math.min(255, (scene.data[from + c] as number) * gain);
        value += light > 0 ? (255 - value) * light * bevel * 0.5 : value * light * bevel * 0.4;
        value += (255 - value) * rim;
        data[to + c] = (value * cover + (SHADOW[c] as number) * shadow) / alpha;
      }
      data[to + 3] = alpha * 255;
    }
  }
  return { size, data };
}

function cutHole(
  scene: Pixels,
  hole: Hole,
  filling: Float32Array,
  distances: Float32Array,
  size: number,
  density: number,
): void {
  const [left, top] = corner(hole.at, density);
  const { tone, strength } = hole.fill;
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const distance = distances[i] as number;
      if (distance > density) continue;
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      let rim = 0;
      let shadow = 0;
      if (distance > -INNER_SHADOW * density) {
        const light = facing(distances, i, size);
        rim = 0.75 * Math.max(0, 1 - Math.abs(distance) / (0.9 * density)) * (0.75 - 0.25 * light);
        const near = Math.min(1, 1 + distance / (INNER_SHADOW * density));
        shadow = near * near * (0.22 + 0.3 * Math.max(0, light));
      }
      const to = ((top + y) * scene.width + left + x) * 3;
      for (let c = 0; c < 3; c++) {
        const fill = (filling[i * 3 + c] as number) * (1 - strength) + (tone[c] as number) * strength;
        const value = (scene.data[to + c] as number) * (1 - cover) + fill * (1 - shadow) * cover;
        scene.data[to + c] = value + (255 - value) * rim;
      }
    }
  }
}

/** A softened square of the scene: averages of coarse cells, read back with smooth steps in between. */
function soften(scene: Pixels, from: Point, blur: number, size: number, density: number): Float32Array {
  const [left, top] = corner(from, density);
  const cell = Math.max(2, Math.round(blur));
  const cells = Math.ceil(size / cell) + 1;
  const coarse = new Float32Array(cells * cells * 3);
  for (let cy = 0, i = 0; cy < cells; cy++) {
    for (let cx = 0; cx < cells; cx++, i += 3) {
      const x0 = Math.min(scene.width - cell, left + cx * cell - (cell >> 1));
      const y0 = Math.min(scene.height - cell, top + cy * cell - (cell >> 1));
      let [r, g, b] = [0, 0, 0];
      for (let y = Math.max(0, y0); y < Math.max(0, y0) + cell; y++) {
        let at = (y * scene.width + Math.max(0, x0)) * 3;
        for (let x = 0; x < cell; x++, at += 3) {
          r += scene.data[at] as number;
          g += scene.data[at + 1] as number;
          b += scene.data[at + 2] as number;
        }
      }
      coarse[i] = r / cell ** 2;
      coarse[i + 1] = g / cell ** 2;
      coarse[i + 2] = b / cell ** 2;
    }
  }
  const soft = new Float32Array(size * size * 3);
  for (let y = 0, i = 0; y < size; y++) {
    const cy = Math.floor(y / cell);
    const down = y / cell - cy;
    for (let x = 0; x < size; x++) {
      const cx = Math.floor(x / cell);
      const along = x / cell - cx;
      const at = (cy * cells + cx) * 3;
      const under = at + cells * 3;
      for (let c = 0; c < 3; c++, i++) {
        const upper = (coarse[at + c] as number) * (1 - along) + (coarse[at + 3 + c] as number) * along;
        const lower = (coarse[under + c] as number) * (1 - along) + (coarse[under + 3 + c] as number) * along;
        soft[i] = upper * (1 - down) + lower * down;
      }
    }
  }
  return soft;
}

function corner([left, top]: Point, density: number): [number, number] {
  return [Math.round(left * density), Math.round(top * density)];
}
