// How hard a picture is, by level. Measured in bench/captcha: what makes it harder for a program and not for a
// person is another hole of the same outline, a longer way, and a piece in another light.

import type { RiskLevel } from "../../ports";

interface Terms {
  holes: number;
  /** The way of the piece: a wave from left to right, or once round. */
  way: "wave" | "loop";
  /** How much light or shade lies over the piece, 0 to 1. */
  glaze: number;
  /** How unevenly it lies there: more on the upper left corner, less on the lower right one. */
  gloss: number;
}

export const terms: Readonly<Record<RiskLevel, Terms>> = {
  0: { holes: 2, way: "wave", glaze: 0.2, gloss: 0.15 },
  1: { holes: 3, way: "wave", glaze: 0.46, gloss: 0.15 },
  2: { holes: 5, way: "loop", glaze: 0.49, gloss: 0.15 },
  3: { holes: 6, way: "loop", glaze: 0.46, gloss: 0.25 },
};
