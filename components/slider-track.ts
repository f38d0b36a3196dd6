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

/** A pointer that moved less than this, in CSS pixels, tapped: the person still wants to adjust. */
const tapDistance = 6;

export interface Press {
  /** The box of the picture, measured once: asking its place on every move would lay out the page on every move. */
  box: DOMRect;
  /** Picture pixels in its width. */
  width: number;
  track: Track;
  /** Where the pointer is, down or on its way, in picture pixels from the left. */
  onMove: (x: number) => void;
  /** The pointer is up. Nothing was dragged after a tap, or when the browser took the pointer away. */
  onEnd: (how: "dragged" | "tapped" | "cancelled") => void;
}

/** Records a pointer from the moment it goes down until it is up, also where it leaves the slider. */
export function followPointer(down: PointerEvent, { box, width, track, onMove, onEnd }: Press) {
  const scale = box.width > 0 ? width / box.width : 1;
  const across = ({ clientX }: PointerEvent) => (clientX - box.left) * scale;
  const record = (event: PointerEvent) =>
    track.add(event.timeStamp, across(event), (event.clientY - box.top) * scale);
  const ends = new AbortController();
  const listen = { signal: ends.signal };
  let moved = false;

  record(down);
  onMove(across(down));
  // First of all, and alone: whoever else listens on the page would hear of every move, React at several places.
  window.addEventListener(
    "pointermove",
    (event) => {
      event.stopPropagation();
      moved ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > tapDistance;
      record(event);
      onMove(across(event));
    },
    { ...listen, capture: true },
  );
  document.addEventListener(
    "pointerup",
    (event) => {
      ends.abort();
      record(event);
      onEnd(moved ? "dragged" : "tapped");
    },
    listen,
  );
  document.addEventListener(
    "pointercancel",
    () => {
      ends.abort();
      onEnd("cancelled");
    },
    listen,
  );
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
