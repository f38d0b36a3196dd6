// The top edge of one layer of land, as numbers, and its height at any place. Shared by the plan (which
// looks for lively places) and the drawing (which looks at every column).

export interface Ridge {
  /** Height of the middle line, in picture pixels from the top, and its slope. */
  base: number;
  tilt: number;
  waves: Wave[];
  /** Fir trees along the edge: foot, height and half-width. */
  trees: { x: number; height: number; half: number }[];
}

interface Wave {
  amplitude: number;
  length: number;
  phase: number;
  /** How unevenly the wave runs: 0 is a plain wave. */
  bend: number;
  /** 0 is round, 1 comes to a point. */
  crest: number;
}

/** A turn in 4096 steps: a height is off by less than a fiftieth of a pixel, at a third of the time. */
const STEPS = 4096;
const sines = Float32Array.from({ length: STEPS }, (_, i) => Math.sin((2 * Math.PI * i) / STEPS));
const sine = (angle: number) => sines[(angle * (STEPS / (2 * Math.PI))) & (STEPS - 1)] as number;

/** Where the ground begins at `x`, without trees. Smaller is higher. */
export function groundAt(ridge: Ridge, x: number): number {
  let y = ridge.base + ridge.tilt * (x - 160);
  for (const { amplitude, length, phase, bend, crest } of ridge.waves) {
    const angle = (2 * Math.PI * x) / length + phase;
    const bent = angle + bend * sine(angle * 0.5 + phase * 3);
    const round = sine(bent + Math.PI / 2);
    // Most waves are round: the pointed part costs another sine.
    y -= amplitude * (crest === 0 ? round : (1 - crest) * round + crest * (1 - 2 * Math.abs(sine(bent / 2))));
  }
  return y;
}

/** How far a tree reaches above the ground at `x`. */
export function treesAt(ridge: Ridge, x: number): number {
  let top = 0;
  for (const { x: foot, height, half } of ridge.trees) {
    const away = Math.abs(x - foot) / half;
    if (away < 1) top = Math.max(top, height * (1 - away) ** 1.25);
  }
  return top;
}
