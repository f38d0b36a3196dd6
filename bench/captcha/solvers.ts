// Programs that look for the right hole, each by one classical method, written to be as good at it as the method
// allows: they know the path, the outline and the size of everything. Only `ddddocr` is as people find it.
import { pathLength, pointAlong } from "@/lib/captcha/picture/path";
import type { PuzzleResponse } from "@/lib/contract";
import { canny, decode, gradient, type Picture } from "./image";

export type Shown = Pick<PuzzleResponse, "background" | "piece" | "path" | "width">;

/** What the methods share about one puzzle. */
interface Sight {
  scene: Picture;
  piece: Picture;
  density: number;
  path: Shown["path"];
  /** Pixels of the piece, all and those well inside. */
  inside: Spot[];
  core: Spot[];
  /** Its outline, with the direction that leads away from it. */
  outline: (Spot & { outX: number; outY: number })[];
}

interface Spot {
  x: number;
  y: number;
}

/** Every method scores a place on the path; the highest score is its answer. */
type Method = (sight: Sight) => (left: number, top: number) => number;

const grey = ({ width, height, grey: values }: Picture, x: number, y: number) => {
  const column = Math.min(width - 1, Math.max(0, Math.round(x)));
  const row = Math.min(height - 1, Math.max(0, Math.round(y)));
  return values[row * width + column] as number;
};

const colour = ({ width, height, rgba }: Picture, x: number, y: number) => {
  const column = Math.min(width - 1, Math.max(0, Math.round(x)));
  const row = Math.min(height - 1, Math.max(0, Math.round(y)));
  const at = (row * width + column) * 4;
  return [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0] as const;
};

/** Edges of the piece over edges of the picture. */
const edge: Method = ({ scene, piece }) => {
  const edges = canny(scene, 100, 200);
  const own = edgesOf(piece);
  return correlation(edges, scene.width, scene.height, own, piece.width, piece.height);
};

/** The piece's outline over any change in the picture. */
const outline: Method = ({ scene, outline: line }) => {
  const { size } = gradient(scene);
  const { width } = scene;
  return (left, top) => mean(line, ({ x, y }) => Math.min(400, size[(top + y) * width + left + x] ?? 0));
};

/** A line of light all the way round. */
const rim: Method =
  ({ scene, outline: line }) =>
  (left, top) =>
    mean(line, ({ x, y, outX, outY }) => {
      const at = (away: number) => grey(scene, left + x + outX * away, top + y + outY * away);
      const line = Math.max(at(1), at(2), at(3));
      return Math.min(0.3, Math.max(-0.1, (line - Math.max(at(6), at(-2))) / (256 - line + 40)));
    });

/** Darker or lighter inside than around. */
const darkness: Method =
  ({ scene, inside, outline: line }) =>
  (left, top) => {
    const within = mean(inside, ({ x, y }) => grey(scene, left + x, top + y));
    const around = mean(line, ({ x, y, outX, outY }) => grey(scene, left + x + outX * 6, top + y + outY * 6));
    return Math.abs(within - around);
  };

/** Smoother inside than anything else. */
const flatness: Method = ({ scene, core }) => {
  const { size } = gradient(scene);
  return (left, top) => -mean(core, ({ x, y }) => size[(top + y) * scene.width + left + x] ?? 0);
};

/** The piece's outermost colours beside those right outside of it. */
const seam: Method =
  ({ scene, piece, outline: line }) =>
  (left, top) =>
    -mean(line, ({ x, y, outX, outY }) => {
      const own = colour(piece, x - outX, y - outY);
      const there = colour(scene, left + x + outX * 2, top + y + outY * 2);
      return Math.abs(own[0] - there[0]) + Math.abs(own[1] - there[1]) + Math.abs(own[2] - there[2]);
    });

/** The piece's content over the picture's. */
const content: Method = ({ scene, piece, core }) => {
  const own = core.map(({ x, y }) => grey(piece, x, y));
  return (left, top) =>
    likeness(
      own,
      core.map(({ x, y }) => grey(scene, left + x, top + y)),
    );
};

/** Written for us: the piece's colours inside its bevel beside the picture's beyond every rim, in any light. */
const gap: Method = ({ scene, piece, outline: line }) => {
  const own = line.flatMap(({ x, y, outX, outY }) => colour(piece, x - outX * 5, y - outY * 5));
  return (left, top) =>
    likeness(
      own,
      line.flatMap(({ x, y, outX, outY }) => colour(scene, left + x + outX * 5, top + y + outY * 5)),
    );
};

export const methods = { edge, outline, rim, darkness, flatness, seam, content, gap } as const;

/** Where each method would put the piece, as the distance along the path. */
export async function solve(shown: Shown): Promise<Record<keyof typeof methods | "ddddocr", number>> {
  const sight = await lookAt(shown);
  const found = Object.entries(methods).map(([name, method]) => [name, bestOf(sight, method)]);
  return { ...Object.fromEntries(found), ddddocr: asShipped(sight) };
}

/** Where one method would put it. */
export async function solveBy(name: keyof typeof methods, shown: Shown): Promise<number> {
  return bestOf(await lookAt(shown), methods[name]);
}

function bestOf(sight: Sight, method: Method): number {
  const score = method(sight);
  let best = { position: 0, score: Number.NEGATIVE_INFINITY };
  for (let position = 40; position <= pathLength(sight.path); position++) {
    const [left, top] = pointAlong(sight.path, position);
    const here = score(Math.round(left * sight.density), Math.round(top * sight.density));
    if (here > best.score) best = { position, score: here };
  }
  return best.position;
}

const lookAt = async (shown: Shown) => look(await decode(shown.background), await decode(shown.piece), shown);

/** ddddocr's method: both pictures through Canny(100, 200), the best TM_CCOEFF_NORMED anywhere. */
function asShipped({ scene, piece, density, path }: Sight): number {
  const box = boundsOf(piece);
  const own = edgesOf(piece).filter(
    ({ x, y }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
  );
  const moved = own.map(({ x, y }) => ({ x: x - box.left, y: y - box.top }));
  const [width, height] = [box.right - box.left + 1, box.bottom - box.top + 1];
  const score = correlation(canny(scene, 100, 200), scene.width, scene.height, moved, width, height);
  let best = { left: 0, top: 0, score: Number.NEGATIVE_INFINITY };
  for (let top = 0; top + height <= scene.height; top++) {
    for (let left = 0; left + width <= scene.width; left++) {
      const here = score(left, top);
      if (here > best.score) best = { left, top, score: here };
    }
  }
  // Taken to the nearest place that the slider can reach.
  const [x, y] = [(best.left - box.left) / density, (best.top - box.top) / density];
  let nearest = { position: 0, away: Number.POSITIVE_INFINITY };
  for (let position = 0; position <= pathLength(path); position++) {
    const [left, top] = pointAlong(path, position);
    const away = Math.hypot(left - x, top - y);
    if (away < nearest.away) nearest = { position, away };
  }
  return nearest.position;
}

function look(scene: Picture, piece: Picture, { width, path }: Shown): Sight {
  const solid = (x: number, y: number) =>
    x >= 0 &&
    y >= 0 &&
    x < piece.width &&
    y < piece.height &&
    (piece.rgba[(y * piece.width + x) * 4 + 3] ?? 0) > 160;
  const sight: Sight = {
    scene,
    piece,
    density: scene.width / width,
    path,
    inside: [],
    core: [],
    outline: [],
  };
  for (let y = 0; y < piece.height; y++) {
    for (let x = 0; x < piece.width; x++) {
      if (!solid(x, y)) continue;
      sight.inside.push({ x, y });
      let [outX, outY, all] = [0, 0, true];
      for (let dy = -5; dy <= 5; dy++) {
        for (let dx = -5; dx <= 5; dx++) {
          if (solid(x + dx, y + dy)) {
            if (dx * dx + dy * dy <= 10) [outX, outY] = [outX - dx, outY - dy];
          } else all = false;
        }
      }
      if (all && (x + y) % 2 === 0) sight.core.push({ x, y });
      if (solid(x - 1, y) && solid(x + 1, y) && solid(x, y - 1) && solid(x, y + 1)) continue;
      const size = Math.hypot(outX, outY);
      if (size > 0) sight.outline.push({ x, y, outX: outX / size, outY: outY / size });
    }
  }
  return sight;
}

/** Of the piece as a program loads it: what is transparent is black. */
function edgesOf(piece: Picture): Spot[] {
  const flat = piece.grey.map((value, i) => (piece.rgba[i * 4 + 3] === 0 ? 0 : value));
  const spots: Spot[] = [];
  canny({ width: piece.width, height: piece.height, grey: flat }, 100, 200).forEach((on, i) => {
    if (on) spots.push({ x: i % piece.width, y: Math.floor(i / piece.width) });
  });
  return spots;
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

/** TM_CCOEFF_NORMED of a template of edges over edges: of ones and noughts, so sums are counts. */
function correlation(edges: Uint8Array, width: number, height: number, own: Spot[], w: number, h: number) {
  const sums = new Int32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0, row = 0; x < width; x++) {
      row += edges[y * width + x] as number;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] as number) + row;
    }
  }
  const sum = (x: number, y: number) =>
    sums[Math.min(height, y) * (width + 1) + Math.min(width, x)] as number;
  const offsets = Int32Array.from(own, ({ x, y }) => y * width + x);
  const area = w * h;
  const spread = own.length * (1 - own.length / area);
  return (left: number, top: number) => {
    const count = sum(left + w, top + h) - sum(left, top + h) - sum(left + w, top) + sum(left, top);
    const start = top * width + left;
    let met = 0;
    for (let i = 0; i < offsets.length; i++) met += edges[start + (offsets[i] as number)] as number;
    const other = count * (1 - count / area);
    return other * spread <= 0 ? 0 : (met - (own.length * count) / area) / Math.sqrt(spread * other);
  };
}

/** The correlation of two series of values. */
function likeness(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [mean(one, (value) => value), mean(other, (value) => value)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    const [p, q] = [(one[i] as number) - a, (other[i] as number) - b];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  }
  return aa * bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

function mean<Item>(items: readonly Item[], value: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += value(item);
  return sum / items.length;
}
