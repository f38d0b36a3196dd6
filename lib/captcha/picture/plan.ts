// A slider puzzle as numbers: the scene, the outline, the holes with their filling, the piece's path and the
// answer. Planning decides everything and draws nothing, so it can be tested by the thousand.
// More holes, other fillings or a curved path are more data here, not more code in the drawing.
import { between, type Random } from "./chance";
import { DENSITY, HEIGHT, PIECE, WIDTH } from "./frame";
import { type Landscape, planLandscape, roughColourAt } from "./landscape";
import { type Outline, outlinePoints, planOutline } from "./outline";
import { type Colour, mix } from "./palette";
import { type Point, pointAlong } from "./path";

export interface Plan {
  width: number;
  height: number;
  scene: Landscape;
  outline: Outline;
  /** Every hole in the picture. The piece belongs into the one at `answer` along the path. */
  holes: Hole[];
  piece: { gain: number };
  path: Point[];
  /** Distance the piece travels along the path to its hole, in picture pixels. */
  answer: number;
}

export interface Hole {
  /** Top-left corner of the hole's PIECE x PIECE square. */
  at: Point;
  /** The hole shows another part of the scene, softened and toned: its own content would give it away. */
  fill: { from: Point; blur: number; tone: Colour; strength: number };
}

/** Space between the picture's edge and the piece at either end of the path. */
const MARGIN = 4;
/** Nearer to the start than this the piece would cover its own hole. */
const NEAREST = PIECE + 4;
/** How many edges of the scene must cross the outline for a person to see what belongs there. */
const CROSSINGS = 4;
/** How far apart two colours are before a person sees an edge: the sum over red, green and blue. */
const EDGE = 60;
/** How much darker or lighter than its surroundings a hole is, of 255. */
const CONTRAST = 62;
const INDIGO: Colour = [28, 18, 62];
const WHITE: Colour = [255, 255, 255];

/** Plans a puzzle. The answer is drawn first and never revised: it stays uniform whatever the scene. */
export function planPicture(random: Random): Plan {
  const reach = WIDTH - 2 * MARGIN - PIECE;
  const answer = Math.floor(between(random, NEAREST * DENSITY, reach * DENSITY + 1)) / DENSITY;
  const outline = planOutline(random);
  const points = outlinePoints(outline, 48);
  let scene = planLandscape(random);
  let place = liveliestTop(scene, points, MARGIN + answer, random);
  for (let attempt = 0; place.crossings < CROSSINGS && attempt < 8; attempt++) {
    const another = planLandscape(random);
    const candidate = liveliestTop(another, points, MARGIN + answer, random);
    if (candidate.crossings > place.crossings) [scene, place] = [another, candidate];
  }
  const path: Point[] = [
    [MARGIN, place.top],
    [MARGIN + reach, place.top],
  ];
  return {
    width: WIDTH,
    height: HEIGHT,
    scene,
    outline,
    holes: [planHole(random, scene, points, pointAlong(path, answer))],
    piece: { gain: between(random, 1.02, 1.07) },
    path,
    answer,
  };
}

function planHole(random: Random, scene: Landscape, points: [number, number][], at: Point): Hole {
  const away = between(random, 70, 150);
  const left = at[0] + away > WIDTH - PIECE ? at[0] - away : at[0] + away;
  const from: Point = [
    Math.min(WIDTH - PIECE, Math.max(0, left)),
    Math.min(HEIGHT - PIECE, Math.max(0, at[1] + between(random, -24, 24))),
  ];
  const around = brightness(scene, points, at);
  // Towards the scene's own darkest or lightest land: plain black or white would look like damage.
  const [far, near] = [scene.layers[0]?.edge ?? WHITE, scene.layers.at(-1)?.shade ?? INDIGO];
  const tone = around > 95 ? mix(near, INDIGO, 0.35) : mix(far, WHITE, 0.5);
  // Toned just far enough from its surroundings to be seen at first sight.
  const content = brightness(scene, points, from);
  const wanted = around + (around > 95 ? -CONTRAST : CONTRAST);
  const strength = (wanted - content) / (brightnessOf(tone) - content);
  return { at, fill: { from, blur: 5, tone, strength: Math.min(0.78, Math.max(0.45, strength)) } };
}

/** The average brightness along an outline at a place. */
function brightness(scene: Landscape, points: [number, number][], [left, top]: Point): number {
  let sum = 0;
  for (const [dx, dy] of points) {
    sum += brightnessOf(roughColourAt(scene, left + PIECE / 2 + dx, top + PIECE / 2 + dy));
  }
  return sum / points.length;
}

function brightnessOf([r, g, b]: Colour): number {
  return r * 0.3 + g * 0.59 + b * 0.11;
}

/** The height at which the scene crosses the outline most, among a few tried at random. */
function liveliestTop(
  scene: Landscape,
  points: [x: number, y: number][],
  left: number,
  random: Random,
): { top: number; crossings: number } {
  let best = { top: 0, crossings: -1 };
  for (let i = 0; i < 10; i++) {
    const top = Math.round(between(random, 6, HEIGHT - PIECE - 6));
    const crossings = countCrossings(scene, points, left + PIECE / 2, top + PIECE / 2);
    if (crossings > best.crossings) best = { top, crossings };
    if (crossings >= CROSSINGS + 2) break;
  }
  return best;
}

function countCrossings(scene: Landscape, points: [number, number][], x: number, y: number): number {
  let crossings = 0;
  let before: Colour | undefined;
  for (const [dx, dy] of [...points, points[0] ?? [0, 0]]) {
    const here = roughColourAt(scene, x + dx, y + dy);
    if (before && contrast(before, here) > EDGE) crossings++;
    before = here;
  }
  return crossings;
}

function contrast(one: Colour, other: Colour): number {
  return Math.abs(one[0] - other[0]) + Math.abs(one[1] - other[1]) + Math.abs(one[2] - other[2]);
}
