// The outline as pixels: how far each pixel of the piece's square is from it, and how it faces the light there.
// The piece's bevel and every hole's rim and inner shadow are read from it.
import { PIECE } from "./frame";
import { type Outline, outlineDistance } from "./outline";

export interface Relief {
  /** Side of the square, in encoded pixels. */
  size: number;
  /** Signed distance to the outline at the middle of each pixel, in encoded pixels: negative inside. */
  distances: Float32Array;
  /** How squarely the edge nearby faces the light from the upper left, -1 to 1. */
  facing: Float32Array;
}

/** How far from the outline anybody asks how it faces the light, in encoded pixels. */
const ASKED = 10;

/** Measured at every second pixel, and in between taken as the mean: distances are straight but for a few corners. */
export function measure(outline: Outline, density: number): Relief {
  const size = PIECE * density;
  const distances = new Float32Array(size * size);
  const last = size - 1;
  for (let y = 0; y < size; y = y < last ? Math.min(last, y + 2) : size) {
    for (let x = 0; x < size; x = x < last ? Math.min(last, x + 2) : size) {
      const [px, py] = [(x + 0.5) / density - PIECE / 2, (y + 0.5) / density - PIECE / 2];
      distances[y * size + x] = outlineDistance(outline, px, py) * density;
    }
    for (let x = 1, i = y * size + 1; x < last; x += 2, i += 2) {
      distances[i] = ((distances[i - 1] as number) + (distances[i + 1] as number)) / 2;
    }
  }
  for (let y = 1; y < last; y += 2) {
    for (let x = 0, i = y * size; x < size; x++, i++) {
      distances[i] = ((distances[i - size] as number) + (distances[i + size] as number)) / 2;
    }
  }
  return { size, distances, facing: face(distances, size) };
}

function face(distances: Float32Array, size: number): Float32Array {
  const facing = new Float32Array(distances.length);
  for (let i = size; i < distances.length - size; i++) {
    if (Math.abs(distances[i] as number) > ASKED) continue;
    const dx = (distances[i + 1] as number) - (distances[i - 1] as number);
    const dy = (distances[i + size] as number) - (distances[i - size] as number);
    // A pixel farther from the outline is a pixel of distance more, so that two neighbours differ by two.
    facing[i] = Math.max(-1, -0.3 * dx - 0.4 * dy);
  }
  return facing;
}
