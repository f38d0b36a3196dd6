// The colours of a scene: a few families around indigo, violet, teal and coral, each turned a little for
// every picture. Colours are mixed in OKLab, where steps look even and nothing goes grey in between.
import { between, pick, type Random } from "./chance";

/** Red, green and blue, 0 to 255. */
export type Colour = [red: number, green: number, blue: number];

/** Lightness 0 to 1, chroma, hue in degrees: OKLCH. */
type Tone = [lightness: number, chroma: number, hue: number];

interface Family {
  sky: [top: Tone, middle: Tone, low: Tone];
  disc: Tone;
  glow: Tone;
  /** The hills, from the horizon to the viewer. */
  land: [far: Tone, middle: Tone, near: Tone];
  /** What the foot of every hill fades into. */
  haze: Tone;
  /** Night skies carry stars, day skies clouds. */
  night: boolean;
}

export interface Palette {
  sky: [Colour, Colour, Colour];
  disc: Colour;
  glow: Colour;
  haze: Colour;
  night: boolean;
  /** The colour of the land at a nearness from 0 (horizon) to 1 (viewer). */
  land(nearness: number): Colour;
}

const families: readonly [Family, ...Family[]] = [
  // Dusk: indigo above, coral at the horizon.
  {
    sky: [
      [0.42, 0.14, 280],
      [0.6, 0.15, 318],
      [0.8, 0.12, 45],
    ],
    disc: [0.94, 0.07, 80],
    glow: [0.84, 0.12, 50],
    land: [
      [0.62, 0.13, 330],
      [0.44, 0.15, 292],
      [0.24, 0.1, 280],
    ],
    haze: [0.72, 0.13, 18],
    night: false,
  },
  // Dawn: lavender and peach.
  {
    sky: [
      [0.78, 0.09, 285],
      [0.86, 0.07, 320],
      [0.93, 0.06, 60],
    ],
    disc: [0.76, 0.16, 35],
    glow: [0.95, 0.07, 60],
    land: [
      [0.74, 0.1, 305],
      [0.55, 0.15, 288],
      [0.35, 0.13, 278],
    ],
    haze: [0.88, 0.07, 345],
    night: false,
  },
  // Lagoon: teal water light, an indigo shore.
  {
    sky: [
      [0.62, 0.1, 215],
      [0.8, 0.09, 190],
      [0.94, 0.05, 120],
    ],
    disc: [0.99, 0.02, 100],
    glow: [0.97, 0.05, 110],
    land: [
      [0.72, 0.1, 195],
      [0.52, 0.1, 225],
      [0.28, 0.1, 275],
    ],
    haze: [0.86, 0.07, 180],
    night: false,
  },
  // Moonlight: deep indigo, pale moon.
  {
    sky: [
      [0.22, 0.09, 282],
      [0.34, 0.13, 285],
      [0.54, 0.14, 300],
    ],
    disc: [0.95, 0.03, 95],
    glow: [0.68, 0.12, 295],
    land: [
      [0.48, 0.13, 288],
      [0.34, 0.11, 270],
      [0.18, 0.06, 265],
    ],
    haze: [0.56, 0.13, 305],
    night: true,
  },
  // Coral coast: rose sky, plum land.
  {
    sky: [
      [0.72, 0.13, 20],
      [0.83, 0.1, 45],
      [0.94, 0.06, 80],
    ],
    disc: [0.99, 0.03, 90],
    glow: [0.97, 0.07, 80],
    land: [
      [0.7, 0.14, 25],
      [0.5, 0.15, 350],
      [0.28, 0.11, 305],
    ],
    haze: [0.86, 0.09, 45],
    night: false,
  },
  // First light: a peach sky over teal hills.
  {
    sky: [
      [0.8, 0.07, 350],
      [0.88, 0.07, 35],
      [0.95, 0.05, 80],
    ],
    disc: [0.8, 0.14, 40],
    glow: [0.97, 0.06, 75],
    land: [
      [0.74, 0.08, 210],
      [0.55, 0.1, 245],
      [0.32, 0.11, 280],
    ],
    haze: [0.86, 0.07, 315],
    night: false,
  },
  // Polar evening: teal sky over violet snow.
  {
    sky: [
      [0.3, 0.09, 265],
      [0.5, 0.1, 220],
      [0.8, 0.1, 175],
    ],
    disc: [0.97, 0.04, 110],
    glow: [0.85, 0.09, 170],
    land: [
      [0.6, 0.1, 240],
      [0.44, 0.13, 278],
      [0.23, 0.09, 285],
    ],
    haze: [0.74, 0.09, 200],
    night: true,
  },
];

/** Picks a family and turns its hues and lightness a little. */
export function planPalette(random: Random): Palette {
  const family = pick(random, families);
  const turn = between(random, -9, 9);
  const lift = between(random, -0.02, 0.02);
  const rich = between(random, 0.92, 1.08);
  const tint = ([lightness, chroma, hue]: Tone): Tone => [lightness + lift, chroma * rich, hue + turn];
  const [far, middle, near] = family.land.map(tint) as [Tone, Tone, Tone];
  return {
    sky: family.sky.map((tone) => colour(tint(tone))) as [Colour, Colour, Colour],
    disc: colour(tint(family.disc)),
    glow: colour(tint(family.glow)),
    haze: colour(tint(family.haze)),
    night: family.night,
    land: (nearness) =>
      nearness < 0.5
        ? mix(colour(far), colour(middle), nearness * 2)
        : mix(colour(middle), colour(near), nearness * 2 - 1),
  };
}

/** The colour `part` of the way from one to another, evenly to the eye. */
export function mix(from: Colour, to: Colour, part: number): Colour {
  const a = toLab(from);
  const b = toLab(to);
  return fromLab([a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part]);
}

/** The same, taken straight: for neighbouring colours, where nobody sees the difference but the clock. */
export function blend(from: Colour, to: Colour, part: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * part,
    from[1] + (to[1] - from[1]) * part,
    from[2] + (to[2] - from[2]) * part,
  ];
}

function colour([lightness, chroma, hue]: Tone): Colour {
  const angle = (hue * Math.PI) / 180;
  return fromLab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
}

type Lab = [number, number, number];

function fromLab([lightness, a, b]: Lab): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function toLab([red, green, blue]: Colour): Lab {
  const r = decode(red);
  const g = decode(green);
  const b = decode(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Linear light to an sRGB value, out-of-gamut light clipped. */
function encode(light: number): number {
  const clipped = Math.min(1, Math.max(0, light));
  return 255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055);
}

function decode(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
