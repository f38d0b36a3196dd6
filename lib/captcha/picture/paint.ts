// Paints a scene into bytes, from the ground up. A ribbon is painted line by line across its way: its look is
// read from a table by distance from the middle, so shading, stripes, edges and shadow cost one look-up.
import type { Colour } from "./palette";
import { blank, FINE, type Pixels, type Profile, profile } from "./pixels";
import { type Disc, follow, type Ribbon, type Scene, type Stripe } from "./scene";

/** How far the shadow of paper reaches, in picture pixels. */
const SHADOW = 6;
const WHITE: Colour = [255, 255, 255];
const DEEP: Colour = [0, 20, 20];

/** Paints a scene of `width` x `height` picture pixels, each `density` x `density` encoded pixels. */
export function paintScene(scene: Scene, width: number, height: number, density: number): Pixels {
  const pixels = blank(Math.round(width * density), Math.round(height * density));
  paintGround(pixels, scene.ground);
  for (const shape of scene.shapes) {
    if (shape.kind === "ribbon") paintRibbon(pixels, shape, scene.shadow, density);
    else paintDisc(pixels, shape, scene.shadow, density);
  }
  return pixels;
}

/** The colours run from corner to corner: every row is the same one, taken up a little farther on. */
function paintGround({ width, height, data }: Pixels, [from, to]: Scene["ground"]): void {
  const row = new Uint8Array(width * 2 * 3);
  for (let x = 0, at = 0; x < width * 2; x++) {
    const part = x / (width * 2);
    for (let c = 0; c < 3; c++) row[at++] = (from[c] as number) * (1 - part) + (to[c] as number) * part;
  }
  for (let y = 0; y < height; y++) {
    const start = Math.round((y / height) * width) * 3;
    data.set(row.subarray(start, start + width * 3), y * width * 3);
  }
}

function paintRibbon(pixels: Pixels, ribbon: Ribbon, shadow: Colour, density: number): void {
  const { width, height, data } = pixels;
  const { table, first, entries } = ribbonProfile(ribbon, shadow, density);
  const { at, lean } = follow(ribbon, density);
  const [lines, depth] = ribbon.stands ? [height, width] : [width, height];
  const stride = (ribbon.stands ? 1 : width) * 3;
  const across = (ribbon.stands ? width : 1) * 3;
  const last = first + (entries - 1) / FINE;
  for (let line = 0; line < lines; line++) {
    const broader = lean[line] as number;
    const middle = (at[line] as number) * density - 0.5;
    const from = Math.max(0, Math.ceil(middle + first * broader));
    const to = Math.min(depth - 1, Math.floor(middle + last * broader));
    // In 65536ths of an entry: whole numbers are what makes this loop fast.
    const step = ((FINE / broader) * 65536) | 0;
    let entry = (((from - middle) / broader - first) * FINE * 65536) | 0;
    const end = line * across + to * stride;
    for (let px = line * across + from * stride; px <= end; px += stride, entry += step) {
      const look = (entry >> 16) << 2;
      const cover = table[look + 3] as number;
      if (cover === 256) {
        data[px] = table[look] as number;
        data[px + 1] = table[look + 1] as number;
        data[px + 2] = table[look + 2] as number;
      } else if (cover > 0) {
        lay(data, px, table, look, cover);
      }
    }
  }
}

function paintDisc({ width, height, data }: Pixels, disc: Disc, shadow: Colour, density: number): void {
  const { table, first, entries } = discProfile(disc, shadow, density);
  const [cx, cy] = [disc.x * density - 0.5, disc.y * density - 0.5];
  const reach = first + (entries - 1) / FINE;
  for (let y = Math.max(0, Math.ceil(cy - reach)); y <= Math.min(height - 1, cy + reach); y++) {
    const high = (y - cy) * (y - cy);
    const half = Math.sqrt(reach * reach - high);
    const from = Math.max(0, Math.ceil(cx - half));
    const end = (y * width + Math.min(width - 1, Math.floor(cx + half))) * 3;
    for (let px = (y * width + from) * 3, away = from - cx; px <= end; px += 3, away++) {
      const look = ((Math.sqrt(high + away * away) * FINE) | 0) << 2;
      const cover = table[look + 3] as number;
      if (cover === 256) {
        data[px] = table[look] as number;
        data[px + 1] = table[look + 1] as number;
        data[px + 2] = table[look + 2] as number;
      } else if (cover > 0) {
        lay(data, px, table, look, cover);
      }
    }
  }
}

function lay(data: Uint8Array, to: number, table: Int16Array, from: number, cover: number): void {
  const [r, g, b] = [data[to] as number, data[to + 1] as number, data[to + 2] as number];
  data[to] = r + ((((table[from] as number) - r) * cover) >> 8);
  data[to + 1] = g + ((((table[from + 1] as number) - g) * cover) >> 8);
  data[to + 2] = b + ((((table[from + 2] as number) - b) * cover) >> 8);
}

function ribbonProfile({ half, stripes }: Ribbon, shadow: Colour, density: number): Profile {
  const edge = half * density;
  const reach = SHADOW * density;
  return profile(
    [-edge - 0.5, edge + reach],
    shadow,
    (distance, colour) => {
      const away = Math.abs(distance);
      if (away > edge + 0.5) return 0;
      dip(colour, stripes, away, edge);
      // Lit from above, falling off like a roll of paper.
      const down = Math.max(0, (distance + edge) / (2 * edge));
      const light = 0.1 - 0.2 * down * Math.sqrt(down);
      tint(colour, light > 0 ? WHITE : DEEP, Math.abs(light));
      tint(colour, WHITE, Math.max(0, 1 - Math.abs(distance + edge - 1) / 1.5) * 0.35);
      return edge + 0.5 - away;
    },
    (distance) => (distance < 0 ? 0 : 0.34 * Math.min(1, 1 - (distance - edge) / reach) ** 2),
  );
}

function discProfile({ radius, stripes, hollow }: Disc, shadow: Colour, density: number): Profile {
  const edge = radius * density;
  const inner = hollow * edge;
  const reach = 0.7 * SHADOW * density;
  return profile(
    [0, edge + reach],
    shadow,
    (distance, colour) => {
      dip(colour, stripes, distance, edge);
      tint(colour, WHITE, Math.max(0, 1 - Math.abs(edge - distance - 1) / 1.5) * 0.25);
      return Math.min(edge + 0.5 - distance, hollow > 0 ? distance - inner + 0.5 : 1);
    },
    (distance) => {
      const away = distance > inner ? distance - edge : inner - distance;
      return 0.26 * Math.min(1, Math.max(0, 1 - away / reach)) ** 2;
    },
  );
}

/** Takes up the colour at a distance from the middle; neighbours melt into each other over one pixel. */
function dip(colour: Colour, stripes: Stripe[], away: number, edge: number): void {
  let rest = 0;
  let i = 0;
  for (; i < stripes.length - 1; i++) {
    rest = (stripes[i] as Stripe).upTo * edge - away;
    if (rest > -0.5) break;
  }
  const stripe = (stripes[i] as Stripe).colour;
  for (let c = 0; c < 3; c++) colour[c] = stripe[c] as number;
  const next = stripes[i + 1];
  if (next && rest < 0.5) tint(colour, next.colour, 0.5 - rest);
}

function tint(colour: Colour, to: Colour, part: number): void {
  if (part <= 0) return;
  for (let c = 0; c < 3; c++)
    colour[c] = (colour[c] as number) + ((to[c] as number) - (colour[c] as number)) * part;
}
