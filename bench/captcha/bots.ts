// Drags as programs make them: straight, at constant speed, eased, or played back. Each ends where the right
// position puts the pointer, or, as a program would that has read our page, the piece itself.
import type { Track } from "@/lib/contract";

type Random = () => number;

/** @param from and to the pointer's place, in picture pixels */
export type Bot = (from: number, to: number, random: Random) => Track;

const steps = 40;

function along(progress: (part: number) => number, jitter = 0, shake = 0): Bot {
  return (from, to, random) => {
    const noise = (size: number) => (random() - 0.5) * 2 * size;
    let ms = 0;
    return Array.from({ length: steps + 1 }, (_, i) => {
      if (i > 0) ms += 20 + Math.round(noise(jitter));
      const x = from + (to - from) * progress(i / steps) + (i > 0 && i < steps ? noise(shake) : 0);
      return [ms, Math.round(x * 10) / 10, 230 + (shake > 0 ? Math.round(noise(2)) : 0)];
    });
  };
}

const quadOut = (part: number) => part * (2 - part);
const quadInOut = (part: number) => (part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) ** 2);
const cubicOut = (part: number) => 1 - (1 - part) ** 3;
const expoOut = (part: number) => (part === 1 ? 1 : 1 - 2 ** (-10 * part));

export const bots: Readonly<Record<string, Bot>> = {
  "one jump": (from, to) => [
    [0, from, 230],
    [600, to, 230],
  ],
  linear: along((part) => part),
  "constant speed, jitter": along((part) => part, 6, 1),
  "eased out": along(quadOut),
  "eased out, jitter": along(quadOut, 4),
  "eased in and out": along(quadInOut),
  "eased in and out, jitter": along(quadInOut, 4),
  "cubic out": along(cubicOut),
  "cubic out, jitter": along(cubicOut, 4),
  "exponential out": along(expoOut),
  "v0 + at": (from, to) => {
    const track: Track = [[0, from, 230]];
    let [x, speed, ms] = [from, 0, 0];
    while (x < to) {
      const pull = x < from + (to - from) * 0.75 ? 4 : -3;
      x = Math.min(to, x + Math.max(1, speed * 0.2 + 0.5 * pull * 0.04));
      speed = Math.max(2, speed + pull);
      ms += 20;
      track.push([ms, Math.round(x), 230]);
    }
    return track;
  },
};
