// What a program makes of one puzzle before it looks for the hole: both pictures decoded, their edges, the piece's
// shape, and every place where the piece can be.
import { pathLength, pointAlong } from "@/lib/captcha/picture/path";
import type { PuzzleResponse } from "@/lib/contract";
import { canny, decode, gradient, type Picture } from "./image";

export type Shown = Pick<PuzzleResponse, "background" | "piece" | "path" | "width">;

export interface Sight {
  scene: Picture;
  piece: Picture;
  /** Strength of the change at each pixel of the scene, and where Canny sees edges. */
  change: Float32Array;
  edges: Uint8Array;
  /** The piece's own edges. */
  ownEdges: Spot[];
  /** Pixels of the piece: every fourth one, and every second one of those well inside. */
  inside: Spot[];
  core: Spot[];
  /** Its outline, with the direction that leads away from it. */
  outline: (Spot & { outX: number; outY: number })[];
  /** The top-left corner of the piece at every position, from FIRST on, in the scene's pixels. */
  places: Spot[];
}

export interface Spot {
  x: number;
  y: number;
}

/** No hole is nearer to the start. */
export const FIRST = 40;

export async function look({ background, piece: own, path, width }: Shown): Promise<Sight> {
  const [scene, piece] = [await decode(background), await decode(own)];
  const density = scene.width / width;
  const change = gradient(scene);
  const places: Spot[] = [];
  for (let position = FIRST; position <= pathLength(path); position++) {
    const [left, top] = pointAlong(path, position);
    places.push({ x: Math.round(left * density), y: Math.round(top * density) });
  }
  return {
    ...{ scene, piece, places },
    change: change.size,
    edges: canny(scene, 100, 200, change),
    ownEdges: edgesOf(piece),
    ...shapeOf(piece),
  };
}

function shapeOf({ width, height, rgba }: Picture): Pick<Sight, "inside" | "core" | "outline"> {
  const opaque = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && (rgba[(y * width + x) * 4 + 3] ?? 0) > 160;
  const [inside, core, outline]: [Spot[], Spot[], Sight["outline"]] = [[], [], []];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!opaque(x, y)) continue;
      const even = (x + y) % 2 === 0;
      if (even && y % 2 === 0) inside.push({ x, y });
      if (even && [-5, 0, 5].every((dx) => [-5, 0, 5].every((dy) => opaque(x + dx, y + dy)))) {
        core.push({ x, y });
      }
      if (opaque(x - 1, y) && opaque(x + 1, y) && opaque(x, y - 1) && opaque(x, y + 1)) continue;
      let [outX, outY] = [0, 0];
      for (let dy = -3; dy <= 3; dy++) {
        for (let dx = -3; dx <= 3; dx++) {
          if (dx * dx + dy * dy <= 10 && opaque(x + dx, y + dy)) [outX, outY] = [outX - dx, outY - dy];
        }
      }
      const size = Math.hypot(outX, outY);
      if (size > 0) outline.push({ x, y, outX: outX / size, outY: outY / size });
    }
  }
  return { inside, core, outline };
}

/** Of the piece as a program loads it: what is transparent is black. */
function edgesOf({ width, height, rgba, grey }: Picture): Spot[] {
  const flat = grey.map((value, i) => (rgba[i * 4 + 3] === 0 ? 0 : value));
  const spots: Spot[] = [];
  canny({ width, height, grey: flat }, 100, 200).forEach((on, i) => {
    if (on) spots.push({ x: i % width, y: Math.floor(i / width) });
  });
  return spots;
}
