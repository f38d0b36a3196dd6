// Cuts holes into a painted scene: each shows softened content from elsewhere behind frosted glass, under one
// and the same rim and inner shadow.

import { facing } from "./facing";
import { GAP } from "./frame";
import type { Pixels } from "./pixels";
import type { Fill } from "./plan";

/** The rim of the piece and of every hole: one colour, so that no colour of the scene is seen in it. */
export const RIM_TONE = [250, 252, 249] as const;

/** How far the inner shadow reaches, in picture pixels. */
const INNER_SHADOW = 5;

/** What a hole does to each pixel of its square, the same for every hole; shares of 256. */
export interface Stencil {
  /** The pixels that it changes, as indices into the square. */
  touched: Int32Array;
  cover: Int16Array;
  rim: Int16Array;
  /** How much light is left. */
  light: Int16Array;
}

/** @param distances to the piece's outline, in encoded pixels */
export function stencil(distances: Float32Array, size: number, density: number): Stencil {
  const touched: number[] = [];
  const cover = new Int16Array(size * size);
  const rim = new Int16Array(size * size);
  const light = new Int16Array(size * size);
  for (let i = 0; i < distances.length; i++) {
    const distance = (distances[i] as number) - GAP * density;
    if (distance > density) continue;
    touched.push(i);
    cover[i] = 256 * Math.min(1, Math.max(0, 0.5 - distance));
    light[i] = 256;
    if (distance <= -INNER_SHADOW * density) continue;
    const lit = facing(distances, i, size);
    const line = Math.min(0.92, 1.5 * Math.max(0, 1 - Math.abs(distance) / density));
    rim[i] = 256 * line * (0.9 - 0.1 * lit);
    const near = Math.min(1, 1 + distance / (INNER_SHADOW * density));
    light[i] = 256 * (1 - near * near * (0.26 + 0.3 * Math.max(0, lit)));
  }
  return { touched: Int32Array.from(touched), cover, rim, light };
}

export function cutHole(
  { width, data }: Pixels,
  [left, top]: [number, number],
  filling: Uint8Array,
  { touched, cover, rim, light }: Stencil,
  size: number,
): void {
  for (let n = 0; n < touched.length; n++) {
    const i = touched[n] as number;
    const y = (i / size) | 0;
    const to = ((top + y) * width + left + i - y * size) * 3;
    const [covered, bright, line] = [cover[i] as number, light[i] as number, rim[i] as number];
    const from = i * 3;
    for (let c = 0; c < 3; c++) {
      let value = ((filling[from + c] as number) * bright) >> 8;
      if (covered < 256) {
        const under = data[to + c] as number;
        value = under + (((value - under) * covered) >> 8);
      }
      if (line > 0) value += (((RIM_TONE[c] as number) - value) * line) >> 8;
      data[to + c] = value;
    }
  }
}

/** A softened, toned square of the scene: averages of coarse cells, read back with smooth steps in between. */
export function soften(
  scene: Pixels,
  [left, top]: [number, number],
  { mirrored, blur, tone, strength }: Fill,
  size: number,
  density: number,
): Uint8Array {
  const cell = Math.max(2, Math.round(blur * density));
  const cells = Math.ceil(size / cell) + 1;
  const coarse = new Float32Array(cells * cells * 3);
  const toned = [tone[0] * strength, tone[1] * strength, tone[2] * strength];
  const share = (1 - strength) / Math.ceil(cell / 2) ** 2;
  for (let cy = 0; cy < cells; cy++) {
    for (let cx = 0; cx < cells; cx++) {
      const x0 = Math.max(0, Math.min(scene.width - cell, left + cx * cell - (cell >> 1)));
      const y0 = Math.max(0, Math.min(scene.height - cell, top + cy * cell - (cell >> 1)));
      let [r, g, b] = [0, 0, 0];
      // Every second pixel of every second row is enough for an average.
      for (let y = y0; y < y0 + cell; y += 2) {
        const row = (y * scene.width + x0) * 3;
        for (let at = row; at < row + cell * 3; at += 6) {
          r += scene.data[at] as number;
          g += scene.data[at + 1] as number;
          b += scene.data[at + 2] as number;
        }
      }
      const i = ((mirrored[1] ? cells - 1 - cy : cy) * cells + (mirrored[0] ? cells - 1 - cx : cx)) * 3;
      coarse[i] = r * share + (toned[0] as number);
      coarse[i + 1] = g * share + (toned[1] as number);
      coarse[i + 2] = b * share + (toned[2] as number);
    }
  }
  return spread(coarse, cells, cell, size);
}

/** Reads coarse cells back at every pixel. */
function spread(coarse: Float32Array, cells: number, cell: number, size: number): Uint8Array {
  const soft = new Uint8Array(size * size * 3);
  const row = new Int32Array(cells * 3);
  for (let y = 0, i = 0; y < size; y++) {
    const upper = Math.floor(y / cell) * cells * 3;
    const down = (y % cell) / cell;
    for (let k = 0; k < cells * 3; k++) {
      const above = coarse[upper + k] as number;
      row[k] = 256 * (above + ((coarse[upper + cells * 3 + k] as number) - above) * down);
    }
    for (let cx = 0, left = size; left > 0; cx += 3, left -= cell) {
      let [r, g, b] = [row[cx] as number, row[cx + 1] as number, row[cx + 2] as number];
      const dr = (((row[cx + 3] as number) - r) / cell) | 0;
      const dg = (((row[cx + 4] as number) - g) / cell) | 0;
      const db = (((row[cx + 5] as number) - b) / cell) | 0;
      for (let x = Math.min(cell, left); x > 0; x--, i += 3, r += dr, g += dg, b += db) {
        soft[i] = r >> 8;
        soft[i + 1] = g >> 8;
        soft[i + 2] = b >> 8;
      }
    }
  }
  return soft;
}
