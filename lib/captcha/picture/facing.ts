/** How squarely the edge at a pixel of a square faces the light from the upper left, -1 to 1. */
export function facing(distances: Float32Array, i: number, size: number): number {
  const dx = (distances[i + 1] ?? 0) - (distances[i - 1] ?? 0);
  const dy = (distances[i + size] ?? 0) - (distances[i - size] ?? 0);
  const length = Math.sqrt(dx * dx + dy * dy);
  return length === 0 ? 0 : (-0.6 * dx - 0.8 * dy) / length;
}
