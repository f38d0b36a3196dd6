// The paint box: a buffer of pixels, tables of colours by row, and the fine grain that lies over everything.
// Plain arithmetic on typed arrays: at this size it is several times faster than a drawing library.
import type { Colour } from "./palette";

/** Rows of red, green and blue bytes. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Colours are kept in sixteenths while mixing; the grain rounds them, so gradients show no steps. */
export const FINE = 16;

/** How many speckles there are: a power of two, so that a mask picks one. */
export const GRAIN = 4096;
export const grain = makeGrain();

/** Where a row or column starts in the grain: neighbours must not look alike. */
export function speckleAt(line: number): number {
  return Math.imul(line, 0x9e3779b1) >>> 20;
}

/** One colour per row, in sixteenths. */
export function ramp(rows: number, colourAt: (row: number) => Colour): Int16Array {
  const tones = new Int16Array((rows + 2) * 3);
  for (let row = 0; row < rows + 2; row++) {
    const [r, g, b] = colourAt(row);
    tones[row * 3] = inRange(r);
    tones[row * 3 + 1] = inRange(g);
    tones[row * 3 + 2] = inRange(b);
  }
  return tones;
}

/** A value in sixteenths that stays a byte when grain is added. */
export function inRange(value: number): number {
  return Math.min(253, Math.max(1, value)) * FINE;
}

/** Lays a colour over a pixel. */
export function lay(data: Uint8Array, at: number, r: number, g: number, b: number, cover: number): void {
  data[at] = (data[at] as number) * (1 - cover) + r * cover;
  data[at + 1] = (data[at + 1] as number) * (1 - cover) + g * cover;
  data[at + 2] = (data[at + 2] as number) * (1 - cover) + b * cover;
}

/** Fixed speckles a little wider than one step of a colour, so they both hide steps and look like paper. */
function makeGrain(): Int8Array {
  const speckles = new Int8Array(GRAIN);
  let state = 1;
  for (let i = 0; i < GRAIN; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    speckles[i] = Math.round((state / 2 ** 32) * 44 - 14);
  }
  return speckles;
}
