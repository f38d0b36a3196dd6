// The way a pointer took along the slider: [ms since the first touch, x, y] in picture pixels.

export type TrackPoint = [ms: number, x: number, y: number];

const most = 300;

export class Track {
  #points: TrackPoint[] = [];
  #start = 0;

  /** `at` is a moment on performance.now(). */
  add(at: number, x: number, y: number) {
    if (this.#points.length === 0) this.#start = at;
    // A long way keeps its shape with every second point.
    if (this.#points.length >= most) this.#points = this.#points.filter((_, index) => index % 2 === 0);
    // An event may be older than the moment at which the one before it was handled.
    const ms = Math.max(this.#points.at(-1)?.[0] ?? 0, Math.round(at - this.#start));
    this.#points.push([ms, tenth(x), tenth(y)]);
  }

  clear() {
    this.#points = [];
  }

  get points(): TrackPoint[] {
    return this.#points;
  }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
