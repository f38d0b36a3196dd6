// What makes a way the same way again: its rhythm to the millisecond and, roughly, its shape, wherever it led
// and whenever it began. A hand never has the same gait twice; a recording has no other.
import type { Track } from "../contract";

/** The progress is noted at so many moments, in so many shares of the whole: rescaling barely moves them. */
const moments = 4;
const shares = 8;

export function gaitOf(track: Track): string {
  const [began = 0, startX = 0] = track[0] ?? [];
  const reached = Math.max(1, ...track.map(([, x]) => Math.abs(x - startX)));
  const rhythm = track.map(([ms], i) => ms - (track[i - 1]?.[0] ?? began));
  const shape = Array.from({ length: moments }, (_, moment) => {
    const x = track[Math.floor(((moment + 1) / (moments + 1)) * (track.length - 1))]?.[1] ?? startX;
    return Math.round(((x - startX) / reached) * shares);
  });
  return `${rhythm.join(",")};${shape.join(",")}`;
}
