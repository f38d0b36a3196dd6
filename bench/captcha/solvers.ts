// Programs that look for the right hole, each by one classical method, written to be as good at it as the method
// allows: they know the path, the outline and the size of everything. Only `ddddocr` is as people find it.
import type { Picture } from "./image";
import { FIRST, look, type Shown, type Sight, type Spot } from "./sight";

/** Every method scores all places of the piece; the one with the highest score is its answer. */
type Method = (sight: Sight) => Float32Array;

/** Edges of the piece over edges of the picture. */
const edge: Method = ({ scene, piece, edges, ownEdges, places }) => {
  const score = correlation(edges, scene, ownEdges, piece);
  return Float32Array.from(places, ({ x, y }) => score(x, y, overlap(edges, scene, ownEdges, x, y)));
};

/** The piece's outline over any change in the picture. */
const outline: Method = ({ scene, outline: line, change, places }) =>
  means(places, scene, line, (at) => Math.min(400, change[at] ?? 0));

/** A line of light all the way round. */
const rim: Method = ({ scene: { width, grey }, outline: line, places }) => {
  const some = line.filter((_, i) => i % 2 === 0);
  const [near, on, far, out, within] = [1, 2, 3, 6, -2].map((by) => offsets(beside(some, by), width)) as Five;
  return Float32Array.from(places, ({ x, y }) => {
    const start = y * width + x;
    let sum = 0;
    for (let i = 0; i < some.length; i++) {
      let light = grey[start + (near[i] as number)] as number;
      light = Math.max(light, grey[start + (on[i] as number)] as number);
      light = Math.max(light, grey[start + (far[i] as number)] as number);
      let around = grey[start + (out[i] as number)] as number;
      around = Math.max(around, grey[start + (within[i] as number)] as number);
      sum += Math.min(0.3, Math.max(-0.1, (light - around) / (296 - light))) || 0;
    }
    return sum;
  });
};

type Five = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

/** Darker or lighter inside than around. */
const darkness: Method = ({ scene, inside, outline: line, places }) => {
  const light = (at: number) => scene.grey[at] ?? 0;
  const within = means(places, scene, inside, light);
  const around = means(places, scene, beside(line, 6), light);
  return within.map((value, i) => Math.abs(value - (around[i] as number)));
};

/** Smoother inside than anything else. */
const flatness: Method = ({ scene, core, change, places }) =>
  means(places, scene, core, (at) => -(change[at] ?? 0));

/** The piece's outermost colours beside those right outside of it, so many pixels in and out. */
const seam =
  (inwards: number, outwards: number): Method =>
  ({ scene, piece, outline: line, places }) => {
    const own = colours(piece, offsets(beside(line, -inwards), piece.width), 0);
    const ring = offsets(beside(line, outwards), scene.width);
    const there = new Float32Array(own.length);
    return Float32Array.from(places, ({ x, y }) => {
      colours(scene, ring, y * scene.width + x, there);
      let sum = 0;
      for (let i = 0; i < own.length; i++) sum -= Math.abs((own[i] as number) - (there[i] as number));
      return sum;
    });
  };

/** The piece's content over the picture's. */
const content: Method = ({ scene, piece, core, places }) => {
  const own = greys(piece, offsets(core, piece.width), 0);
  const spots = offsets(core, scene.width);
  const there = new Float32Array(own.length);
  return Float32Array.from(places, ({ x, y }) =>
    likeness(own, greys(scene, spots, y * scene.width + x, there)),
  );
};

/**
 * Written for us: the piece's colours inside its bevel beside the picture's beyond every rim, in whatever light. It
 * is a seam for which rims, margin and relighting are no obstacle, because it knows them.
 */
const gap: Method = ({ scene, piece, outline: line, places }) => {
  const own = colours(piece, offsets(beside(line, -5), piece.width), 0);
  const ring = offsets(beside(line, 5), scene.width);
  const there = new Float32Array(own.length);
  return Float32Array.from(places, ({ x, y }) =>
    likeness(own, colours(scene, ring, y * scene.width + x, there)),
  );
};

/** By one method each, the way a program without our code goes about it. */
export const classical = {
  edge,
  outline,
  rim,
  darkness,
  flatness,
  seam: seam(1, 2),
  "seam, 3 pixels in": seam(3, 4),
  "seam, 5 pixels in": seam(5, 5),
  content,
} as const;

/** Knowing our code. */
export const adaptive = { gap } as const;

export const all: Readonly<Record<string, Method>> = { ...classical, ...adaptive };

/** The scores of methods at every place. */
export function scores(sight: Sight, methods = all): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, method(sight)]));
}

/** Where each method puts the piece. */
export async function solve(shown: Shown, methods = all): Promise<Record<string, number>> {
  const sight = await look(shown);
  const found = Object.entries(scores(sight, methods)).map(([name, map]) => [name, FIRST + highest(map)]);
  return { ddddocr: asShipped(sight), ...Object.fromEntries(found) };
}

/** Where one of them puts it. */
export async function solveBy(method: Method, shown: Shown): Promise<number> {
  return FIRST + highest(method(await look(shown)));
}

export function highest(map: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < map.length; i++) if ((map[i] as number) > (map[best] as number)) best = i;
  return best;
}

/** ddddocr's method: both pictures through Canny(100, 200), the best TM_CCOEFF_NORMED anywhere. */
function asShipped({ scene, piece, edges, ownEdges, places }: Sight): number {
  const box = boundsOf(piece);
  const own = ownEdges
    .filter(({ x, y }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)
    .map(({ x, y }) => ({ x: x - box.left, y: y - box.top }));
  const [width, height] = [box.right - box.left + 1, box.bottom - box.top + 1];
  const score = correlation(edges, scene, own, { width, height });
  // Every edge of the scene votes for all places where it would lie under one of the piece's.
  const met = new Uint16Array(edges.length);
  const moved = offsets(own, scene.width);
  for (let at = 0; at < edges.length; at++) {
    if (!edges[at]) continue;
    for (let i = 0; i < moved.length; i++) {
      const vote = at - (moved[i] as number);
      if (vote >= 0) met[vote] = (met[vote] as number) + 1;
    }
  }
  let best = { left: 0, top: 0, score: Number.NEGATIVE_INFINITY };
  for (let top = 0; top + height <= scene.height; top++) {
    for (let left = 0; left + width <= scene.width; left++) {
      const here = score(left, top, met[top * scene.width + left] as number);
      if (here > best.score) best = { left, top, score: here };
    }
  }
  // Taken to the nearest place that the slider can reach.
  const [x, y] = [best.left - box.left, best.top - box.top];
  return FIRST + highest(places.map((place) => -Math.hypot(place.x - x, place.y - y)));
}

function boundsOf(piece: Picture) {
  const box = { left: piece.width, top: piece.height, right: 0, bottom: 0 };
  for (let i = 0; i < piece.grey.length; i++) {
    if (!piece.rgba[i * 4 + 3]) continue;
    const [x, y] = [i % piece.width, Math.floor(i / piece.width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

interface Size {
  width: number;
  height: number;
}

/** TM_CCOEFF_NORMED of a template of edges over edges: of ones and noughts, so sums are counts. */
function correlation(edges: Uint8Array, { width, height }: Size, own: Spot[], template: Size) {
  const sums = new Int32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0, row = 0; x < width; x++) {
      row += edges[y * width + x] as number;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] as number) + row;
    }
  }
  const sum = (x: number, y: number) =>
    sums[Math.min(height, y) * (width + 1) + Math.min(width, x)] as number;
  const [w, h] = [template.width, template.height];
  const area = w * h;
  const spread = own.length * (1 - own.length / area);
  /** @param met how many of the template's edges lie on edges there */
  return (left: number, top: number, met: number) => {
    const count = sum(left + w, top + h) - sum(left, top + h) - sum(left + w, top) + sum(left, top);
    const other = count * (1 - count / area);
    return other * spread <= 0 ? 0 : (met - (own.length * count) / area) / Math.sqrt(spread * other);
  };
}

function overlap(edges: Uint8Array, { width }: Size, own: Spot[], left: number, top: number): number {
  const start = top * width + left;
  let met = 0;
  for (const { x, y } of own) met += edges[start + y * width + x] ?? 0;
  return met;
}

/** The spots of an outline moved outwards, or inwards. */
function beside(line: Sight["outline"], by: number): Spot[] {
  return line.map(({ x, y, outX, outY }) => ({ x: Math.round(x + outX * by), y: Math.round(y + outY * by) }));
}

function offsets(spots: readonly Spot[], width: number): Int32Array {
  return Int32Array.from(spots, ({ x, y }) => y * width + x);
}

/** The mean of something over the spots, at every place. */
function means(places: Spot[], { width }: Size, spots: Spot[], value: (at: number) => number): Float32Array {
  const moved = offsets(spots, width);
  return Float32Array.from(places, ({ x, y }) => {
    const start = y * width + x;
    let sum = 0;
    for (let i = 0; i < moved.length; i++) sum += value(start + (moved[i] as number));
    return sum / moved.length;
  });
}

function greys(
  { grey }: Picture,
  moved: Int32Array,
  start: number,
  values = new Float32Array(moved.length),
): Float32Array {
  for (let i = 0; i < moved.length; i++) values[i] = grey[start + (moved[i] as number)] ?? 0;
  return values;
}

/** Red, green and blue at each offset. */
function colours(
  { rgba }: Picture,
  moved: Int32Array,
  start: number,
  values = new Float32Array(moved.length * 3),
): Float32Array {
  for (let i = 0; i < moved.length; i++) {
    const at = (start + (moved[i] as number)) * 4;
    values[i * 3] = rgba[at] ?? 0;
    values[i * 3 + 1] = rgba[at + 1] ?? 0;
    values[i * 3 + 2] = rgba[at + 2] ?? 0;
  }
  return values;
}

/** The correlation of two series of values. */
function likeness(one: Float32Array, other: Float32Array): number {
  let [a, b] = [0, 0];
  for (let i = 0; i < one.length; i++) {
    a += one[i] as number;
    b += other[i] as number;
  }
  a /= one.length;
  b /= one.length;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    const [p, q] = [(one[i] as number) - a, (other[i] as number) - b];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  }
  return aa * bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
