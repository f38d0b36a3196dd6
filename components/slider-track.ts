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
    this.#points.push([Math.max(0, Math.round(at - this.#start)), tenth(x), tenth(y)]);
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
