// The way of the piece: a polyline of the piece's top-left corner, in picture pixels. Pure, and small
// enough for the browser: the same arithmetic places the piece under a thumb and plans the hole.

export type Point = [left: number, top: number];

/** The length of a path. */
export function pathLength(path: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < path.length; i++) length += span(path, i);
  return length;
}

/** Where the piece's top-left corner is after travelling `distance` along the path; clamped to its ends. */
export function pointAlong(path: readonly Point[], distance: number): Point {
  const first = path[0];
  if (first === undefined) throw new RangeError("a path has at least one point");
  let rest = Math.max(0, distance);
  for (let i = 1; i < path.length; i++) {
    const from = path[i - 1] ?? first;
    const to = path[i] ?? first;
    const step = span(path, i);
    if (rest <= step && step > 0) {
      const part = rest / step;
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    }
    rest -= step;
  }
  return [...(path.at(-1) ?? first)];
}

function span(path: readonly Point[], i: number): number {
  const from = path[i - 1];
  const to = path[i];
  if (!from || !to) return 0;
  const [right, down] = [to[0] - from[0], to[1] - from[1]];
  // A plan asks this by the thousand, and Math.hypot takes ten times as long.
  return Math.sqrt(right * right + down * down);
}
