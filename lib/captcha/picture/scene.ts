// What a scene shows, as numbers: ribbons of paper that wave over and under each other, with a few discs and
// rings between them. Every scene is made up for one puzzle, so no collection of known pictures can help a
// solver; and ribbons leave a hole in directions that the eye follows at once.
import { between, pick, type Random, whole } from "./chance";
import { HEIGHT, WIDTH } from "./frame";
import { blend, type Colour, type Palette, planPalette } from "./palette";

export interface Scene {
  ground: Palette["ground"];
  shadow: Colour;
  /** From the bottom to the top. */
  shapes: Shape[];
}

export type Shape = Ribbon | Disc;

/** A band along a wave: y follows x where it lies across, x follows y where it stands. */
export interface Ribbon {
  kind: "ribbon";
  stands: boolean;
  base: number;
  slope: number;
  waves: { amplitude: number; turns: number; phase: number }[];
  half: number;
  stripes: Stripe[];
}

/** A disc, or a ring. */
export interface Disc {
  kind: "disc";
  x: number;
  y: number;
  radius: number;
  /** Rings by their outer share of the radius, from the outermost; the innermost may be a hole. */
  stripes: Stripe[];
  hollow: number;
}

/** A colour up to a share of the half breadth, from the middle outwards. */
export interface Stripe {
  upTo: number;
  colour: Colour;
}

export function planScene(random: Random): Scene {
  const palette = planPalette(random);
  let next = 0;
  const paper = () => palette.paper[next++ % palette.paper.length] as Colour;
  const shapes: Shape[] = [];
  const across = whole(random, 3, 4);
  const upright = whole(random, 4, 5);
  for (let i = 0; i < across; i++) shapes.push(planRibbon(random, false, (i + 0.5) / across, paper));
  for (let i = 0; i < upright; i++) shapes.push(planRibbon(random, true, (i + 0.5) / upright, paper));
  for (let i = whole(random, 2, 3); i > 0; i--) shapes.push(planDisc(random, paper));
  for (let i = shapes.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shapes[i], shapes[j]] = [shapes[j] as Shape, shapes[i] as Shape];
  }
  return { ground: palette.ground, shadow: palette.shadow, shapes };
}

function planRibbon(random: Random, stands: boolean, place: number, paper: () => Colour): Ribbon {
  const [along, across] = stands ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
  const half = between(random, 8, 15);
  const wave = (amplitude: number, length: number) => ({
    amplitude,
    turns: (2 * Math.PI) / length,
    phase: between(random, 0, 2 * Math.PI),
  });
  return {
    kind: "ribbon",
    stands,
    base: across * (place + between(random, -0.09, 0.09)),
    slope: between(random, -0.5, 0.5) * (stands ? 1 : 0.8),
    waves: [wave(between(random, 8, 24), along * between(random, 0.8, 1.4)), wave(3, along * 0.45)],
    half,
    stripes: planStripes(random, half, paper),
  };
}

function planStripes(random: Random, half: number, paper: () => Colour): Stripe[] {
  const main = paper();
  const look = half < 9.5 ? "plain" : pick(random, ["plain", "line", "edged"] as const);
  if (look === "line") {
    return [
      { upTo: between(random, 0.22, 0.34), colour: paper() },
      { upTo: 1, colour: main },
    ];
  }
  if (look === "edged") {
    return [
      { upTo: between(random, 0.58, 0.68), colour: main },
      { upTo: 1, colour: paper() },
    ];
  }
  return [{ upTo: 1, colour: main }];
}

function planDisc(random: Random, paper: () => Colour): Disc {
  const radius = between(random, 16, 30);
  const x = between(random, 10, WIDTH - 10);
  const y = between(random, 10, HEIGHT - 10);
  const colour = paper();
  const look = pick(random, ["full", "ring", "target"] as const);
  if (look === "ring") {
    return { kind: "disc", x, y, radius, hollow: between(random, 0.5, 0.68), stripes: [{ upTo: 1, colour }] };
  }
  const stripes =
    look === "full"
      ? [{ upTo: 1, colour }]
      : [
          { upTo: between(random, 0.4, 0.6), colour: paper() },
          { upTo: 1, colour },
        ];
  return { kind: "disc", x, y, radius, hollow: 0, stripes };
}

/** The middle line of a ribbon, for each line across its way, and how much broader it is measured there. */
export interface Course {
  at: Float32Array;
  lean: Float32Array;
}

/** Follows a ribbon through the picture, `density` lines to a picture pixel. */
export function follow({ stands, base, slope, waves }: Ribbon, density: number): Course {
  const length = stands ? HEIGHT : WIDTH;
  const lines = Math.round(length * density);
  const [at, lean] = [new Float32Array(lines), new Float32Array(lines)];
  for (let line = 0; line < lines; line++) {
    at[line] = base + slope * ((line + 0.5) / density - length / 2);
    lean[line] = slope;
  }
  for (const { amplitude, turns, phase } of waves) {
    // A wave is turned on from line to line: a sine for each would be the dearest part of a scene.
    const [turnedX, turnedY] = [Math.cos(turns / density), Math.sin(turns / density)];
    let x = Math.cos(phase + (0.5 * turns) / density);
    let y = Math.sin(phase + (0.5 * turns) / density);
    for (let line = 0; line < lines; line++) {
      at[line] = (at[line] as number) + amplitude * y;
      lean[line] = (lean[line] as number) + amplitude * turns * x;
      const before = x;
      x = x * turnedX - y * turnedY;
      y = y * turnedX + before * turnedY;
    }
  }
  for (let line = 0; line < lines; line++) {
    const steep = lean[line] as number;
    lean[line] = Math.sqrt(1 + steep * steep);
  }
  return { at, lean };
}

/** Returns which colour is on top at a place of the picture, without light effects. */
export function survey({ ground, shapes }: Scene): (x: number, y: number) => Colour {
  const courses = shapes.map((shape) => (shape.kind === "ribbon" ? follow(shape, 1) : undefined));
  return (x, y) => {
    for (let i = shapes.length - 1; i >= 0; i--) {
      const shape = shapes[i] as Shape;
      const course = courses[i];
      const part = shape.kind === "disc" ? shareOfDisc(shape, x, y) : shareOfRibbon(shape, course, x, y);
      if (part > 1 || (shape.kind === "disc" && part < shape.hollow)) continue;
      for (const stripe of shape.stripes) if (part <= stripe.upTo) return stripe.colour;
    }
    return blend(ground[0], ground[1], (x / WIDTH + y / HEIGHT) / 2);
  };
}

/** How far out of a shape's middle a place lies: 1 is its edge. */
function shareOfDisc(disc: Disc, x: number, y: number): number {
  const [dx, dy] = [x - disc.x, y - disc.y];
  return Math.sqrt(dx * dx + dy * dy) / disc.radius;
}

function shareOfRibbon({ stands, half }: Ribbon, course: Course | undefined, x: number, y: number): number {
  const [along, across] = stands ? [y, x] : [x, y];
  const line = Math.min(Math.max(0, Math.floor(along)), (stands ? HEIGHT : WIDTH) - 1);
  return Math.abs(across - (course?.at[line] ?? 0)) / (half * (course?.lean[line] ?? 1));
}
