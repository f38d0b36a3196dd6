// Paints a landscape into bytes, column by column from the sky to the viewer. Plain arithmetic on typed
// arrays: at this size it is several times faster than a drawing library and needs none.
import type { Cloud, Landscape, Layer } from "./landscape";
import type { Colour } from "./palette";
import { groundAt, treesAt } from "./ridge";

/** Rows of red, green and blue bytes. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Colours are kept in sixteenths while mixing; the grain rounds them, so gradients show no steps. */
const FINE = 16;
const GRAIN = 4096;
const GLOW_SHIFT = 4;
const GLOW_STEP = 1 << GLOW_SHIFT;
const grain = makeGrain();

export function paintScene(scene: Landscape, width: number, height: number, density: number): Pixels {
  const w = Math.round(width * density);
  const h = Math.round(height * density);
  const pixels: Pixels = { width: w, height: h, data: new Uint8Array(w * h * 3) };
  const layers = scene.layers.map((layer) => shape(layer, w, h, density));
  paintSky(pixels, scene, density, horizonOf(layers, w, h));
  for (const star of scene.stars) paintBar(pixels, scene.cloudColour, { ...star, half: 0 }, density);
  paintDisc(pixels, scene, density);
  for (const cloud of scene.clouds) paintCloud(pixels, scene.cloudColour, cloud, density);
  paintLand(pixels, scene, layers, density);
  return pixels;
}

/** A layer, ready to paint: its edges per column and its colours per row below the edge. */
interface Shape {
  /** Where each column begins, trees included, at its left and right border: w + 1 values. */
  edge: Float32Array;
  /** Where the ground begins. */
  ground: Float32Array;
  /** Where the shaded slope ends. */
  shade: Float32Array;
  lit: Int16Array;
  shaded: Int16Array;
}

function shape(layer: Layer, w: number, h: number, density: number): Shape {
  const ground = new Float32Array(w + 1);
  const edge = new Float32Array(w + 1);
  const shade = new Float32Array(w + 1);
  for (let x = 0; x <= w; x++) ground[x] = groundAt(layer.ridge, x / density) * density;
  for (let x = 0; x <= w; x++) {
    const here = ground[x] as number;
    // The slope over a few pixels: what is small enough to be a ripple casts no shade.
    const slope = ((ground[Math.min(w, x + 4)] as number) - (ground[Math.max(0, x - 4)] as number)) / 8;
    shade[x] = here + Math.max(0, layer.shadeReach * slope - 1) * density;
    edge[x] = here - (layer.ridge.trees.length > 0 ? treesAt(layer.ridge, x / density) * density : 0);
  }
  const depth = layer.depth * density;
  return {
    edge,
    ground,
    shade,
    lit: ramp(h, (row) => {
      const rim = Math.max(0, 1 - row / (1.6 * density)) * 0.7;
      return blend(blend(layer.top, layer.foot, ease(row / depth)), layer.edge, rim);
    }),
    shaded: ramp(h, (row) => blend(layer.shade, layer.foot, ease(row / depth) * 0.8)),
  };
}

/** The lowest row of sky in each column. */
function horizonOf(layers: Shape[], w: number, h: number): Int32Array {
  const horizon = new Int32Array(w).fill(h);
  for (const { edge } of layers) {
    for (let x = 0; x < w; x++) {
      const low = Math.ceil(Math.max(edge[x] as number, edge[x + 1] as number) + 1);
      if (low < (horizon[x] as number)) horizon[x] = Math.max(0, low);
    }
  }
  return horizon;
}

function paintSky(pixels: Pixels, scene: Landscape, density: number, horizon: Int32Array): void {
  const { width, data } = pixels;
  const { disc } = scene;
  const middle = scene.skyMiddle * density;
  const low = scene.horizon * density;
  const sky = ramp(pixels.height, (row) =>
    row < middle
      ? blend(scene.sky[0], scene.sky[1], row / middle)
      : blend(scene.sky[1], scene.sky[2], Math.min(1, (row - middle) / (low - middle))),
  );
  // The glow by squared distance, in steps: no square root per pixel.
  const reach = Math.round(disc.reach * density);
  const glow = new Int16Array(Math.ceil((reach * reach) / GLOW_STEP) + 1);
  for (let i = 0; i < glow.length; i++) {
    const distance = Math.sqrt((i + 0.5) * GLOW_STEP);
    const near = Math.max(0, 1 - distance / reach);
    let light = 0.62 * near * near;
    for (const halo of disc.halos) light += 0.11 * Math.min(1, Math.max(0, halo * density - distance + 0.5));
    glow[i] = 256 * Math.min(1, light);
  }
  // Whole numbers, told to the compiler: twice as fast in the loop below.
  const red = inRange(disc.glow[0]) | 0;
  const green = inRange(disc.glow[1]) | 0;
  const blue = inRange(disc.glow[2]) | 0;
  const cx = (disc.x * density) | 0;
  const cy = (disc.y * density) | 0;
  let bottom = 0;
  for (let x = 0; x < width; x++) bottom = Math.max(bottom, horizon[x] as number);
  for (let y = 0; y < bottom; y++) {
    const skyRed = sky[y * 3] as number;
    const skyGreen = sky[y * 3 + 1] as number;
    const skyBlue = sky[y * 3 + 2] as number;
    const dy2 = (y - cy) * (y - cy);
    const speckle = Math.imul(y + scene.grain, 0x9e3779b1) >>> 20;
    const half = Math.floor(Math.sqrt(Math.max(0, reach * reach - dy2)));
    const from = Math.min(width, Math.max(0, cx - half));
    const to = Math.min(width, Math.max(from, cx + half));
    let x = 0;
    let at = y * width * 3;
    for (; x < from; x++, at += 3) {
      const n = grain[(x + speckle) & (GRAIN - 1)] as number;
      data[at] = (skyRed + n) >> 4;
      data[at + 1] = (skyGreen + n) >> 4;
      data[at + 2] = (skyBlue + n) >> 4;
    }
    for (; x < to; x++, at += 3) {
      const light = glow[((x - cx) * (x - cx) + dy2) >> GLOW_SHIFT] as number;
      const n = grain[(x + speckle) & (GRAIN - 1)] as number;
      data[at] = (skyRed + (((red - skyRed) * light) >> 8) + n) >> 4;
      data[at + 1] = (skyGreen + (((green - skyGreen) * light) >> 8) + n) >> 4;
      data[at + 2] = (skyBlue + (((blue - skyBlue) * light) >> 8) + n) >> 4;
    }
    for (; x < width; x++, at += 3) {
      const n = grain[(x + speckle) & (GRAIN - 1)] as number;
      data[at] = (skyRed + n) >> 4;
      data[at + 1] = (skyGreen + n) >> 4;
      data[at + 2] = (skyBlue + n) >> 4;
    }
  }
}

function paintDisc(pixels: Pixels, scene: Landscape, density: number): void {
  const { disc } = scene;
  const radius = disc.radius * density;
  const [cx, cy] = [disc.x * density, disc.y * density];
  const { width, height, data } = pixels;
  for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(height, cy + radius + 1); y++) {
    // The disc sinks into the glow of the horizon.
    const [r, g, b] = blend(disc.colour, disc.glow, 0.5 * Math.max(0, (y - cy) / radius));
    for (let x = Math.max(0, Math.floor(cx - radius)); x < Math.min(width, cx + radius + 1); x++) {
      const distance = Math.sqrt((x + 0.5 - cx) ** 2 + (y + 0.5 - cy) ** 2);
      const cover = Math.min(1, radius - distance + 0.5);
      if (cover > 0) lay(data, (y * width + x) * 3, r, g, b, cover);
    }
  }
}

/** A horizontal bar with round ends; a point without length is a dot. */
function paintBar(
  pixels: Pixels,
  colour: Colour,
  bar: { x: number; y: number; half: number; radius: number; light: number },
  density: number,
): void {
  const { width, height, data } = pixels;
  const [cx, cy, half, radius] = [bar.x * density, bar.y * density, bar.half * density, bar.radius * density];
  const [r, g, b] = colour;
  for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(height, cy + radius + 1); y++) {
    const right = Math.min(width, cx + half + radius + 1);
    for (let x = Math.max(0, Math.floor(cx - half - radius)); x < right; x++) {
      const dx = Math.max(0, Math.abs(x + 0.5 - cx) - half);
      const cover = Math.min(1, radius - Math.sqrt(dx * dx + (y + 0.5 - cy) ** 2) + 0.5);
      if (cover > 0) lay(data, (y * width + x) * 3, r, g, b, cover * bar.light);
    }
  }
}

/** Bars that overlap without showing where: a cloud is one shape, thinner towards its foot. */
function paintCloud(pixels: Pixels, colour: Colour, cloud: Cloud, density: number): void {
  const { width, height, data } = pixels;
  const bars = cloud.bars.map((bar) => ({
    x: bar.x * density,
    y: bar.y * density,
    half: bar.half * density,
    radius: bar.radius * density,
  }));
  const left = Math.max(0, Math.floor(Math.min(...bars.map((bar) => bar.x - bar.half - bar.radius))));
  const right = Math.min(width, Math.ceil(Math.max(...bars.map((bar) => bar.x + bar.half + bar.radius)) + 1));
  const top = Math.floor(Math.min(...bars.map((bar) => bar.y - bar.radius)));
  const bottom = Math.ceil(Math.max(...bars.map((bar) => bar.y + bar.radius)) + 1);
  const [r, g, b] = colour;
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    const light = cloud.light * (1 - 0.65 * ((y - top) / (bottom - top)));
    for (let x = left; x < right; x++) {
      let cover = 0;
      for (const bar of bars) {
        const dy = Math.abs(y + 0.5 - bar.y);
        if (dy > bar.radius + 1) continue;
        const dx = Math.max(0, Math.abs(x + 0.5 - bar.x) - bar.half);
        cover = Math.max(cover, Math.min(1, bar.radius - Math.sqrt(dx * dx + dy * dy) + 0.5));
      }
      if (cover > 0) lay(data, (y * width + x) * 3, r, g, b, cover * light);
    }
  }
}

function paintLand(pixels: Pixels, scene: Landscape, layers: Shape[], density: number): void {
  const { width, height } = pixels;
  // From the viewer backwards: how far down each layer can be seen in each column.
  const seen = new Int32Array(width).fill(height);
  const limits = layers.map(() => new Int32Array(width));
  for (let i = layers.length - 1; i >= 0; i--) {
    const { edge } = layers[i] as Shape;
    const limit = limits[i] as Int32Array;
    limit.set(seen);
    for (let x = 0; x < width; x++) {
      const low = Math.ceil(Math.max(edge[x] as number, edge[x + 1] as number) + 1);
      if (low < (seen[x] as number)) seen[x] = low;
    }
  }
  for (let i = 0; i < layers.length; i++) {
    paintLayer(pixels, layers[i] as Shape, limits[i] as Int32Array, scene.grain + i * 977);
    for (const glint of scene.layers[i]?.glints ?? []) paintBar(pixels, scene.disc.colour, glint, density);
  }
}

function paintLayer(pixels: Pixels, layer: Shape, limits: Int32Array, seed: number): void {
  const { width, data } = pixels;
  const { edge, ground, shade, lit, shaded } = layer;
  const stride = width * 3;
  for (let x = 0; x < width; x++) {
    const limit = limits[x] as number;
    const left = edge[x] as number;
    const right = edge[x + 1] as number;
    const from = (left + right) / 2;
    // A steep edge passes several rows within one column: its cover grows over all of them.
    const ramp = Math.max(1, Math.abs(left - right));
    const first = Math.max(0, Math.floor(from - ramp / 2));
    const solid = Math.min(limit, Math.max(first, Math.ceil(from + ramp / 2)));
    const shadeEnd = ((shade[x] as number) + (shade[x + 1] as number)) / 2;
    const shadeRamp = Math.max(1, Math.abs((shade[x] as number) - (shade[x + 1] as number)));
    const shadeFrom = Math.min(limit, Math.max(solid, Math.floor(shadeEnd - shadeRamp / 2)));
    const shadeTo = Math.min(limit, Math.max(shadeFrom, Math.ceil(shadeEnd + shadeRamp / 2)));
    const speckle = Math.imul(x + seed, 0x9e3779b1) >>> 20;
    const inShade = shadeEnd - from > 1;
    // Colours count from the ground: a tree has the colour of the edge it stands on.
    const start = Math.floor(((ground[x] as number) + (ground[x + 1] as number)) / 2);
    let y = first;
    let at = (y * width + x) * 3;
    for (; y < solid; y++, at += stride) {
      const tone = 3 * Math.max(0, y - start);
      const colours = inShade || y < start ? shaded : lit;
      const cover = Math.min(1, Math.max(0, (y + 0.5 - from) / ramp + 0.5));
      lay(
        data,
        at,
        (colours[tone] as number) / FINE,
        (colours[tone + 1] as number) / FINE,
        (colours[tone + 2] as number) / FINE,
        cover,
      );
    }
    for (const foot = Math.min(limit, start); y < foot; y++, at += stride) {
      data[at] = (shaded[0] as number) >> 4;
      data[at + 1] = (shaded[1] as number) >> 4;
      data[at + 2] = (shaded[2] as number) >> 4;
    }
    let tone = 3 * Math.max(0, y - start);
    for (; y < shadeFrom; y++, at += stride, tone += 3) {
      const n = grain[(y + speckle) & (GRAIN - 1)] as number;
      data[at] = ((shaded[tone] as number) + n) >> 4;
      data[at + 1] = ((shaded[tone + 1] as number) + n) >> 4;
      data[at + 2] = ((shaded[tone + 2] as number) + n) >> 4;
    }
    for (; y < shadeTo; y++, at += stride, tone += 3) {
      const part = Math.min(1, Math.max(0, (y + 0.5 - shadeEnd) / shadeRamp + 0.5));
      for (let c = 0; c < 3; c++) {
        const dark = shaded[tone + c] as number;
        data[at + c] = (dark + ((lit[tone + c] as number) - dark) * part) / FINE;
      }
    }
    for (; y < limit; y++, at += stride, tone += 3) {
      const n = grain[(y + speckle) & (GRAIN - 1)] as number;
      data[at] = ((lit[tone] as number) + n) >> 4;
      data[at + 1] = ((lit[tone + 1] as number) + n) >> 4;
      data[at + 2] = ((lit[tone + 2] as number) + n) >> 4;
    }
  }
}

/** One colour per row, in sixteenths. */
function ramp(rows: number, colourAt: (row: number) => Colour): Int16Array {
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
function inRange(value: number): number {
  return Math.min(253, Math.max(1, value)) * FINE;
}

function lay(data: Uint8Array, at: number, r: number, g: number, b: number, cover: number): void {
  data[at] = (data[at] as number) * (1 - cover) + r * cover;
  data[at + 1] = (data[at + 1] as number) * (1 - cover) + g * cover;
  data[at + 2] = (data[at + 2] as number) * (1 - cover) + b * cover;
}

function blend(from: Colour, to: Colour, part: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * part,
    from[1] + (to[1] - from[1]) * part,
    from[2] + (to[2] - from[2]) * part,
  ];
}

function ease(part: number): number {
  const t = Math.min(1, Math.max(0, part));
  return t * (2 - t);
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
