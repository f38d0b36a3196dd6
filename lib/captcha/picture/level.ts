// How hard a picture is, by level. Measured in bench/captcha: what makes it harder for a program and not for a
// person is another hole of the same outline and a longer way, so these are what grows.

import type { RiskLevel } from "../../ports";

interface Terms {
  holes: number;
  /** The way of the piece: a wave from left to right, or once round. */
  way: "wave" | "loop";
  /** How far the piece's colours are pulled towards grey, 0 to 1. */
  faded: number;
}

export const terms: Readonly<Record<RiskLevel, Terms>> = {
  0: { holes: 2, way: "wave", faded: 0 },
  1: { holes: 3, way: "wave", faded: 0 },
  2: { holes: 5, way: "loop", faded: 0 },
  3: { holes: 6, way: "loop", faded: 0.55 },
};
