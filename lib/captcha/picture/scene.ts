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

/** The middle line of a ribbon: across at a place along it, and how steep it is there. */
export function middleOf(ribbon: Ribbon, along: number): { at: number; steep: number } {
  let at = ribbon.base + ribbon.slope * (along - (ribbon.stands ? HEIGHT : WIDTH) / 2);
  let steep = ribbon.slope;
  for (const { amplitude, turns, phase } of ribbon.waves) {
    const angle = along * turns + phase;
    at += amplitude * Math.sin(angle);
    steep += amplitude * turns * Math.cos(angle);
  }
  return { at, steep };
}

/** Which shape is on top at a place, as its index, and the colour there without light effects. */
export function lookAt(scene: Scene, x: number, y: number): Colour {
  for (let i = scene.shapes.length - 1; i >= 0; i--) {
    const shape = scene.shapes[i] as Shape;
    const part = shareAt(shape, x, y);
    if (part > 1 || (shape.kind === "disc" && part < shape.hollow)) continue;
    for (const stripe of shape.stripes) if (part <= stripe.upTo) return stripe.colour;
  }
  return blend(scene.ground[0], scene.ground[1], (x / WIDTH + y / HEIGHT) / 2);
}

/** How far out of a shape's middle a place lies: 1 is its edge. */
function shareAt(shape: Shape, x: number, y: number): number {
  if (shape.kind === "disc") {
    const [dx, dy] = [x - shape.x, y - shape.y];
    return Math.sqrt(dx * dx + dy * dy) / shape.radius;
  }
  const { at, steep } = shape.stands ? middleOf(shape, y) : middleOf(shape, x);
  return Math.abs((shape.stands ? x : y) - at) / (shape.half * Math.sqrt(1 + steep * steep));
}
