// Paints the layers of land, column by column: each has an edge with a thin light, a shaded slope, and a
// gradient down to its foot.
import type { Landscape, Layer } from "./landscape";
import { blend } from "./palette";
import { FINE, GRAIN, grain, lay, type Pixels, ramp, speckleAt } from "./pixels";
import { groundAt, treesAt } from "./ridge";
import { paintBar } from "./sky";

/** A layer, ready to paint: its edges per column and its colours per row below the edge. */
export interface Shape {
  /** Where each column begins, trees included, at its left and right border: w + 1 values. */
  edge: Float32Array;
  /** Where the ground begins. */
  ground: Float32Array;
  /** Where the shaded slope ends. */
  shade: Float32Array;
  lit: Int16Array;
  shaded: Int16Array;
}

/** Reads a layer at every column and row of the encoded picture. */
export function shape(layer: Layer, w: number, h: number, density: number): Shape {
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
export function horizonOf(layers: Shape[], w: number, h: number): Int32Array {
  const horizon = new Int32Array(w).fill(h);
  for (const { edge } of layers) {
    for (let x = 0; x < w; x++) {
      horizon[x] = Math.max(0, Math.min(horizon[x] as number, coveredFrom(edge, x)));
    }
  }
  return horizon;
}

/** The first row of a column that an edge's layer hides completely. */
function coveredFrom(edge: Float32Array, x: number): number {
  return Math.ceil(Math.max(edge[x] as number, edge[x + 1] as number) + 1);
}

/** Paints all layers from the horizon to the viewer, each only as far down as it can be seen. */
export function paintLand(pixels: Pixels, scene: Landscape, layers: Shape[], density: number): void {
  const { width, height } = pixels;
  // From the viewer backwards: how far down each layer can be seen in each column.
  const seen = new Int32Array(width).fill(height);
  const limits = layers.map(() => new Int32Array(width));
  for (let i = layers.length - 1; i >= 0; i--) {
    const { edge } = layers[i] as Shape;
    const limit = limits[i] as Int32Array;
    limit.set(seen);
    for (let x = 0; x < width; x++) {
      seen[x] = Math.min(seen[x] as number, coveredFrom(edge, x));
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
    const rise = Math.max(1, Math.abs(left - right));
    const first = Math.max(0, Math.floor(from - rise / 2));
    const solid = Math.min(limit, Math.max(first, Math.ceil(from + rise / 2)));
    const shadeEnd = ((shade[x] as number) + (shade[x + 1] as number)) / 2;
    const shadeRamp = Math.max(1, Math.abs((shade[x] as number) - (shade[x + 1] as number)));
    const shadeFrom = Math.min(limit, Math.max(solid, Math.floor(shadeEnd - shadeRamp / 2)));
    const shadeTo = Math.min(limit, Math.max(shadeFrom, Math.ceil(shadeEnd + shadeRamp / 2)));
    const speckle = speckleAt(x + seed);
    const inShade = shadeEnd - from > 1;
    // Colours count from the ground: a tree has the colour of the edge it stands on.
    const start = Math.floor(((ground[x] as number) + (ground[x + 1] as number)) / 2);
    let y = first;
    let at = (y * width + x) * 3;
    for (; y < solid; y++, at += stride) {
      const tone = 3 * Math.max(0, y - start);
      const colours = inShade || y < start ? shaded : lit;
      const cover = Math.min(1, Math.max(0, (y + 0.5 - from) / rise + 0.5));
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

function ease(part: number): number {
  const t = Math.min(1, Math.max(0, part));
  return t * (2 - t);
}
