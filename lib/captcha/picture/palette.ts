// The colours of a scene: a few families round the brand's green, with cream, amber and coral beside it, each
// turned a little for every picture. Colours are mixed in OKLab, where steps look even.
import { between, pick, type Random } from "./chance";

/** Red, green and blue, 0 to 255. */
export type Colour = [red: number, green: number, blue: number];

/** Lightness 0 to 1, chroma, hue in degrees: OKLCH. */
type Tone = [lightness: number, chroma: number, hue: number];

export interface Palette {
  /** The ground, from the top left corner to the bottom right one. */
  ground: [from: Colour, to: Colour];
  /** What lies on it, each far enough from the others to be told apart at first sight. */
  paper: [Colour, Colour, ...Colour[]];
  shadow: Colour;
}

interface Family {
  ground: [Tone, Tone];
  paper: Tone[];
}

const forest: Tone = [0.33, 0.07, 168];
const brand: Tone = [0.48, 0.1, 167];
const jade: Tone = [0.65, 0.13, 165];
const mint: Tone = [0.84, 0.09, 167];
const cream: Tone = [0.96, 0.025, 95];
const amber: Tone = [0.8, 0.14, 78];
const coral: Tone = [0.69, 0.15, 33];
const rose: Tone = [0.84, 0.07, 25];
const sea: Tone = [0.55, 0.09, 215];
const night: Tone = [0.29, 0.05, 215];

const families: readonly [Family, ...Family[]] = [
  // Morning in the garden.
  {
    ground: [
      [0.95, 0.03, 150],
      [0.87, 0.06, 168],
    ],
    paper: [brand, amber, coral, cream, night, jade],
  },
  // Sand.
  {
    ground: [
      [0.95, 0.025, 85],
      [0.88, 0.06, 65],
    ],
    paper: [brand, coral, mint, forest, amber, sea],
  },
  // The panel of the sign-up page, by night.
  {
    ground: [
      [0.33, 0.06, 172],
      [0.24, 0.045, 180],
    ],
    paper: [mint, amber, coral, cream, jade, sea],
  },
  // A lagoon.
  {
    ground: [
      [0.72, 0.09, 185],
      [0.6, 0.09, 200],
    ],
    paper: [cream, forest, coral, amber, mint, night],
  },
  // A rose hour.
  {
    ground: [
      [0.9, 0.045, 35],
      [0.82, 0.08, 25],
    ],
    paper: [forest, cream, jade, coral, amber, sea],
  },
  // Moss.
  {
    ground: [
      [0.6, 0.1, 160],
      [0.46, 0.09, 170],
    ],
    paper: [cream, night, amber, mint, coral, rose],
  },
];

/** Picks a family and turns its hues and lightness a little. */
export function planPalette(random: Random): Palette {
  const family = pick(random, families);
  const turn = between(random, -8, 8);
  const lift = between(random, -0.02, 0.02);
  const tint = ([lightness, chroma, hue]: Tone) => colour([lightness + lift, chroma, hue + turn]);
  const paper = family.paper.map(tint);
  for (let i = paper.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [paper[i], paper[j]] = [paper[j] as Colour, paper[i] as Colour];
  }
  return {
    ground: family.ground.map(tint) as Palette["ground"],
    paper: paper as Palette["paper"],
    shadow: colour([0.17, 0.03, 190]),
  };
}

/** The colour `part` of the way from one to another. */
export function blend(from: Colour, to: Colour, part: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * part,
    from[1] + (to[1] - from[1]) * part,
    from[2] + (to[2] - from[2]) * part,
  ];
}

/** How bright a colour is to the eye, 0 to 255. */
export function brightness([r, g, b]: Colour): number {
  return r * 0.3 + g * 0.59 + b * 0.11;
}

function colour([lightness, chroma, hue]: Tone): Colour {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Linear light to an sRGB value, out-of-gamut light clipped. */
function encode(light: number): number {
  const clipped = Math.min(1, Math.max(0, light));
  return 255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055);
}
