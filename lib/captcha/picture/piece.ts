// Cuts the puzzle out of a painted scene: lifts the piece, relit, bevelled and on a soft shadow, and leaves
// every hole behind.
import { cutHole, type Filling, RIM_TONE, soften, stencil } from "./hole";
import type { Point } from "./path";
import { pointAlong } from "./path";
import type { Pixels } from "./pixels";
import type { Plan } from "./plan";
import { measure, type Relief } from "./relief";

/** Rows of red, green, blue and alpha bytes. */
export interface Cutout {
  size: number;
  data: Uint8Array;
}

/** The piece's shadow: a deep green rather than black. */
const SHADOW = [6, 30, 26] as const;

/** What light and shade are made of. */
const LIGHT = [250, 252, 249] as const;
const SHADE = [14, 13, 12] as const;

/** Widths along the outline, in picture pixels. */
const SHADOW_REACH = 3;
const BEVEL = 2.8;
const RIM = 2.0;

/** Takes the piece out of the scene and leaves the holes behind. Changes `scene`. */
export function cutPiece(plan: Plan, scene: Pixels, density: number): Cutout {
  const relief = measure(plan.outline, density);
  const piece = lift(plan, scene, relief, density);
  // Every filling is taken before any hole is cut: no hole may show another.
  const fillings = plan.holes.map(({ fill }) =>
    soften(scene, corner(fill.from, density), fill, relief.size, density),
  );
  const cut = stencil(relief, density);
  plan.holes.forEach(({ at }, i) => {
    cutHole(scene, corner(at, density), fillings[i] as Filling, cut);
  });
  return piece;
}

function lift(
  { path, answer, piece }: Plan,
  scene: Pixels,
  { size, distances, facing }: Relief,
  density: number,
): Cutout {
  const data = new Uint8Array(size * size * 4);
  const [left, top] = corner(pointAlong(path, answer), density);
  const reach = SHADOW_REACH * density;
  const bevelled = BEVEL * density;
  const fall = size * Math.round(density);
  // Of the sum of four pixels' three channels, and of one channel of four pixels.
  const grey = (1 - piece.saturation) / 12;
  const own = piece.saturation / 4;
  const middle = size / 2;
  for (let y = 0, i = 0; y < size; y++) {
    let at = ((top + y) * scene.width + left) * 3;
    for (let x = 0; x < size; x++, i++, at += 3) {
      const distance = distances[i] as number;
      if (distance > reach + 2) continue;
      // Softened over four pixels and in another light: no value of the piece is one of the scene's.
      const [r4, g4, b4] = [four(scene, at), four(scene, at + 1), four(scene, at + 2)];
      const dull = (r4 + g4 + b4) * grey;
      const glaze = piece.glaze + (piece.gloss * (middle - x + middle - y)) / size;
      const over = Math.min(0.7, Math.abs(glaze));
      const tone = glaze > 0 ? LIGHT : SHADE;
      const to = i * 4;
      data[to] = shown(dull + r4 * own) * (1 - over) + tone[0] * over;
      data[to + 1] = shown(dull + g4 * own) * (1 - over) + tone[1] * over;
      data[to + 2] = shown(dull + b4 * own) * (1 - over) + tone[2] * over;
      data[to + 3] = 255;
      if (distance < -bevelled) continue;
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      // The shadow falls a little down, and ends before the square does.
      const above = Math.max(0, distances[i - fall] ?? reach);
      const shadow = cover < 1 ? 0.5 * Math.max(0, 1 - above / reach) ** 2 * (1 - cover) : 0;
      const alpha = cover + shadow;
      data[to + 3] = alpha * 255;
      const light = facing[i] as number;
      const bevel = Math.min(1, 1 + distance / bevelled) * light;
      const rim = Math.min(1, Math.max(0, distance + RIM * density + 0.5));
      for (let c = 0; c < 3; c++) {
        let value = data[to + c] as number;
        value += light > 0 ? (255 - value) * bevel * 0.55 : value * bevel * 0.4;
        value += ((RIM_TONE[c] as number) + 14 * light - value) * rim;
        const inked = (Math.min(255, value) * cover + (SHADOW[c] as number) * shadow) / alpha;
        data[to + c] = alpha < 0.004 ? 0 : inked;
      }
    }
  }
  return { size, data };
}

/** One channel of a pixel and of its neighbours to the right and below. */
function four({ data, width }: Pixels, at: number): number {
  const under = at + width * 3;
  return (
    (data[at] as number) + (data[at + 3] as number) + (data[under] as number) + (data[under + 3] as number)
  );
}

function shown(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

function corner([left, top]: Point, density: number): [number, number] {
  return [Math.round(left * density), Math.round(top * density)];
}
