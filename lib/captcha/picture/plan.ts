// A slider puzzle as numbers: the scene, the outline, the holes with their filling, the piece's path and the
// answer. Planning decides everything and draws nothing, so it can be tested by the thousand.
// All holes are chosen and filled by the same rule, and only then is one of them drawn as the answer: the
// picture without its piece says nothing about which it is.
import type { RiskLevel } from "../../ports";
import { between, type Random, whole } from "./chance";
import { HEIGHT, PIECE, WIDTH } from "./frame";
import { terms } from "./level";
import { type Outline, outlinePoints, planOutline } from "./outline";
import { brightness, type Colour } from "./palette";
import { type Point, pathLength, pointAlong } from "./path";
import { planScene, type Scene, survey } from "./scene";
import { planLoop, planWave } from "./way";

export interface Plan {
  width: number;
  height: number;
  scene: Scene;
  outline: Outline;
  /** Every hole in the picture. The piece belongs into the one at `answer` along the path. */
  holes: Hole[];
  piece: PieceLook;
  path: Point[];
  /** Distance the piece travels along the path to its hole, in picture pixels. */
  answer: number;
}

export interface Hole {
  /** Distance along the path, and the top-left corner of the hole's PIECE x PIECE square there. */
  along: number;
  at: Point;
  fill: Fill;
}

/** A hole shows another part of the scene, mirrored, softened and toned: its own would give it away. */
export interface Fill {
  from: Point;
  mirrored: [x: boolean, y: boolean];
  blur: number;
  tone: Colour;
  strength: number;
}

/** How the piece differs from what was there: no colour of it is found beside its hole, only what it shows. */
export interface PieceLook {
  /** The share of light (above 0) or of shade (below) that lies over it. */
  glaze: number;
  /** How much more light there is at the upper left corner than in the middle. */
  gloss: number;
  /** 0 is grey, 1 as it was. */
  saturation: number;
}

/** Holes, and the piece at its start, are this far apart at least: outlines with their rims never touch. */
const APART = 60;
/** The outline, this much larger, runs where the surroundings of a hole are seen. */
const AROUND = 1.18;
const POINTS = 40;
/** How many edges of the scene must run into a hole for a person to see what belongs there, and may. */
const CROSSINGS = { least: 3, most: 12 };
/** The share of their surroundings in which two holes must differ. */
const DIFFERENT = 0.5;
/** How far apart two colours are before a person sees an edge: the sum over red, green and blue. */
const EDGE = 70;
const DARK: Colour = [16, 34, 32];
const LIGHT: Colour = [240, 246, 243];

export function planPicture(random: Random, level: RiskLevel): Plan {
  const { holes: wanted, way } = terms[level];
  const outline = planOutline(random);
  const around = outlinePoints(outline, POINTS).map(([x, y]) => [x * AROUND, y * AROUND] as Point);
  const path = way === "wave" ? planWave(random) : planLoop(random);
  let scene = planScene(random);
  let places = choosePlaces(random, scene, path, around, wanted, DIFFERENT);
  for (let attempt = 0; places.length < wanted; attempt++) {
    scene = planScene(random);
    // A scene that is kind enough comes soon; never insist for ever.
    const different = attempt < 20 ? DIFFERENT : 0;
    places = choosePlaces(random, scene, path, around, wanted, different);
  }
  const holes = places.map(({ along, at }) => ({ along, at, fill: planFill(random, at) }));
  const answer = holes[whole(random, 0, holes.length - 1)]?.along ?? 0;
  return {
    width: WIDTH,
    height: HEIGHT,
    ...{ scene, outline, holes, path, answer },
    piece: planPiece(random, scene, level),
  };
}

interface Place {
  along: number;
  at: Point;
  surroundings: Colour[];
}

/** Places on the path, lively and each unlike the others; fewer than asked for when the scene has no more. */
function choosePlaces(
  random: Random,
  scene: Scene,
  path: Point[],
  around: Point[],
  wanted: number,
  different: number,
): Place[] {
  const length = Math.floor(pathLength(path));
  const start = pointAlong(path, 0);
  const look = survey(scene);
  const found: Place[] = [];
  for (let attempt = 0; attempt < 14 * wanted && found.length < wanted; attempt++) {
    const along = whole(random, APART, length);
    const at = pointAlong(path, along);
    if (near(at, start) || found.some((other) => near(at, other.at))) continue;
    const surroundings = around.map(([dx, dy]) => look(at[0] + PIECE / 2 + dx, at[1] + PIECE / 2 + dy));
    const crossings = countCrossings(surroundings);
    if (different > 0 && (crossings < CROSSINGS.least || crossings > CROSSINGS.most)) continue;
    if (found.some((other) => shareUnlike(surroundings, other.surroundings) < different)) continue;
    found.push({ along, at, surroundings });
  }
  return found;
}

function near(one: Point, other: Point): boolean {
  return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < APART ** 2;
}

function planFill(random: Random, at: Point): Fill {
  let from = at;
  // Far enough that nothing of what was there comes along.
  while (Math.hypot(from[0] - at[0], from[1] - at[1]) < PIECE) {
    from = [between(random, 0, WIDTH - PIECE), between(random, 0, HEIGHT - PIECE)];
  }
  return {
    from,
    mirrored: [random() < 0.5, random() < 0.5],
    blur: between(random, 4.5, 6),
    tone: random() < 0.5 ? DARK : LIGHT,
    strength: between(random, 0.36, 0.48),
  };
}

/** Shaded on a bright scene, lit on a dark one: it stands out, and no colour of it is right as it is. */
function planPiece(random: Random, { ground }: Scene, level: RiskLevel): PieceLook {
  const { glaze, gloss } = terms[level];
  const bright = (brightness(ground[0]) + brightness(ground[1])) / 2 > 120;
  return {
    glaze: (bright ? -1 : 1) * glaze * between(random, 0.92, 1.08),
    gloss: gloss * between(random, 0.7, 1.3),
    saturation: between(random, 1.05, 1.35),
  };
}

function countCrossings(surroundings: Colour[]): number {
  let before = surroundings.at(-1);
  let crossings = 0;
  for (const here of surroundings) {
    if (before && unlike(before, here)) crossings++;
    before = here;
  }
  return crossings;
}

function shareUnlike(one: Colour[], other: Colour[]): number {
  let count = 0;
  for (let i = 0; i < one.length; i++) if (unlike(one[i] as Colour, other[i] as Colour)) count++;
  return count / one.length;
}

function unlike(one: Colour, other: Colour): boolean {
  return Math.abs(one[0] - other[0]) + Math.abs(one[1] - other[1]) + Math.abs(one[2] - other[2]) > EDGE;
}
