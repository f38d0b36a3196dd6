// Cuts holes into a painted scene: each shows softened content from elsewhere behind frosted glass, under one
// and the same rim and inner shadow.
import { GAP } from "./frame";
import type { Pixels } from "./pixels";
import type { Fill } from "./plan";
import type { Relief } from "./relief";

/** The rim of the piece and of every hole, in which no colour of the scene is seen. */
export const RIM_TONE = [250, 252, 249] as const;

/** How far the inner shadow reaches, in picture pixels. */
const INNER_SHADOW = 5;

/** What a hole does to each pixel of its square, the same for every hole. */
export interface Stencil {
  size: number;
  /** Packed: how much of the filling, of the rim and of the light, each in 256ths. Nothing is left as it is. */
  looks: Int32Array;
}

/** The look where the filling is seen as it is. */
const PLAIN = pack(256, 0, 256);

function pack(cover: number, rim: number, light: number): number {
  return (cover << 20) | (rim << 10) | light;
}

export function stencil({ size, distances, facing }: Relief, density: number): Stencil {
  const looks = new Int32Array(size * size);
  const gap = GAP * density;
  const deep = INNER_SHADOW * density;
  for (let i = 0; i < looks.length; i++) {
    const distance = (distances[i] as number) - gap;
    if (distance > 1.5 * density) continue;
    if (distance <= -deep) {
      looks[i] = PLAIN;
      continue;
    }
    const lit = facing[i] as number;
    // A sunk edge is lit where a raised one lies in shade. Were it white all round, as the piece's rim is, rim over
    // rim would show a program where holes are.
    const line = Math.min(0.92, 1.5 * Math.max(0, 1 - Math.abs(distance) / density)) * (0.46 - 0.34 * lit);
    const near = Math.min(1, 1 + distance / deep);
    const light = 1 - near * near * (0.2 + 0.24 * Math.max(0, lit));
    looks[i] = pack(256 * Math.min(1, Math.max(0, 0.5 - distance / 2.5)), 256 * line, 256 * light);
  }
  return { size, looks };
}

/** What a hole shows, as averages of coarse cells. */
export interface Filling {
  /** Side of a cell, in encoded pixels, and how many there are in a row. */
  cell: number;
  cells: number;
  coarse: Float32Array;
}

/** Takes a softened, toned square out of the scene. */
export function soften(
  scene: Pixels,
  [left, top]: [number, number],
  { mirrored, blur, tone, strength }: Fill,
  size: number,
  density: number,
): Filling {
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
  return { cell, cells, coarse };
}

/** Puts a filling into the scene; its cells are read back with smooth steps in between. */
export function cutHole(
  scene: Pixels,
  [left, top]: [number, number],
  { cell, cells, coarse }: Filling,
  { size, looks }: Stencil,
): void {
  const { width, data } = scene;
  const wide = cells * 3;
  const row = new Int32Array(wide);
  for (let y = 0, i = 0; y < size; y++) {
    const upper = Math.floor(y / cell) * wide;
    const down = (y % cell) / cell;
    for (let k = 0; k < wide; k++) {
      const above = coarse[upper + k] as number;
      row[k] = 256 * (above + ((coarse[upper + wide + k] as number) - above) * down);
    }
    let to = ((top + y) * width + left) * 3;
    for (let cx = 0, rest = size; rest > 0; cx += 3, rest -= cell) {
      let [r, g, b] = [row[cx] as number, row[cx + 1] as number, row[cx + 2] as number];
      const dr = (((row[cx + 3] as number) - r) / cell) | 0;
      const dg = (((row[cx + 4] as number) - g) / cell) | 0;
      const db = (((row[cx + 5] as number) - b) / cell) | 0;
      for (let x = Math.min(cell, rest); x > 0; x--, i++, to += 3, r += dr, g += dg, b += db) {
        const look = looks[i] as number;
        if (look === PLAIN) {
          data[to] = r >> 8;
          data[to + 1] = g >> 8;
          data[to + 2] = b >> 8;
        } else if (look !== 0) {
          data[to] = shaded(r, data[to] as number, RIM_TONE[0], look);
          data[to + 1] = shaded(g, data[to + 1] as number, RIM_TONE[1], look);
          data[to + 2] = shaded(b, data[to + 2] as number, RIM_TONE[2], look);
        }
      }
    }
  }
}

/** One channel where light, rim or the scene beneath has a part in it. */
function shaded(filling: number, under: number, rim: number, look: number): number {
  const value = under + (((((filling * (look & 1023)) >> 16) - under) * (look >> 20)) >> 8);
  return value + (((rim - value) * ((look >> 10) & 1023)) >> 8);
}
