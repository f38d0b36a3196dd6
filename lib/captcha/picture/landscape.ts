// What a scene shows, as numbers: a sky, a sun or moon, stars or clouds, and layers of land from far to
// near. Every scene is made up for one puzzle, so no collection of known pictures can help a solver.
import { between, pick, type Random, whole } from "./chance";
import { WIDTH } from "./frame";
import { blend, type Colour, mix, type Palette, planPalette } from "./palette";
import { groundAt, type Ridge } from "./ridge";

export interface Landscape {
  /** Three colours from the top; the middle one sits at `skyMiddle`, the last at `horizon`. */
  sky: [Colour, Colour, Colour];
  skyMiddle: number;
  horizon: number;
  disc: Disc;
  stars: { x: number; y: number; radius: number; light: number }[];
  clouds: Cloud[];
  cloudColour: Colour;
  layers: Layer[];
  /** Seeds the fine grain. */
  grain: number;
}

/** A horizontal bar with round ends. */
export interface Bar {
  x: number;
  y: number;
  half: number;
  radius: number;
}

/** A few bars that melt into one shape. */
export interface Cloud {
  bars: Bar[];
  light: number;
}

export interface Disc {
  x: number;
  y: number;
  radius: number;
  colour: Colour;
  glow: Colour;
  /** Radii of faint halos. */
  halos: number[];
  reach: number;
}

export interface Layer {
  ridge: Ridge;
  /** Colours at the ridge and `depth` pixels below it. */
  top: Colour;
  foot: Colour;
  depth: number;
  /** Colour of the slopes turned away from the light, and how far it reaches down. */
  shade: Colour;
  shadeReach: number;
  /** Colour of the thin light on the edge. */
  edge: Colour;
  /** The light of the disc on water. */
  glints: (Bar & { light: number })[];
}

type Style = "hills" | "dunes" | "peaks" | "silk" | "coast";

export function planLandscape(random: Random): Landscape {
  const palette = planPalette(random);
  const style = pick<Style>(random, ["hills", "dunes", "peaks", "silk", "coast"]);
  const horizon = between(random, 58, 80);
  const disc = planDisc(random, palette, horizon);
  const count = style === "silk" ? whole(random, 6, 7) : whole(random, 4, 5);
  const layers: Layer[] = [];
  for (let i = 0; i < count; i++) {
    layers.push(planLayer(random, palette, style, i / (count - 1), horizon, disc.x));
  }
  if (style === "coast") layers.splice(2, count - 3, planWater(random, palette, horizon + 30, disc));
  return {
    sky: palette.sky,
    skyMiddle: horizon * between(random, 0.5, 0.7),
    horizon: horizon + 14,
    disc,
    stars: palette.night ? planStars(random) : [],
    clouds: palette.night ? [] : planClouds(random, horizon),
    cloudColour: mix(palette.glow, [255, 255, 255], 0.6),
    layers,
    grain: whole(random, 0, 0xffffff),
  };
}

function planDisc(random: Random, palette: Palette, horizon: number): Disc {
  const radius = between(random, 15, 27);
  return {
    x: between(random, 50, 270),
    y: between(random, Math.min(34, horizon - 30), horizon - 6),
    radius,
    colour: palette.disc,
    glow: palette.glow,
    halos: random() < 0.6 ? [radius * between(random, 1.5, 1.7), radius * between(random, 2.2, 2.6)] : [],
    reach: radius + between(random, 70, 110),
  };
}

function planLayer(
  random: Random,
  palette: Palette,
  style: Style,
  nearness: number,
  horizon: number,
  lightX: number,
): Layer {
  const waves: Ridge["waves"] = [];
  const wave = (amplitude: number, length: number, crest: number, bend: number) =>
    waves.push({ amplitude, length, phase: between(random, 0, 2 * Math.PI), bend, crest });
  const size = 0.75 + nearness * 0.6;
  let tilt = between(random, -0.04, 0.04);
  let shadeReach = 40;
  if (style === "dunes") {
    wave(between(random, 10, 15) * size, between(random, 150, 240), between(random, 0.6, 0.9), 0.5);
    wave(between(random, 1.5, 3) * size, between(random, 90, 140), 0, 0.3);
  } else if (style === "peaks" && nearness < 0.6) {
    wave(between(random, 12, 17), between(random, 80, 130), 0.95, 0.7);
    wave(between(random, 4, 6), between(random, 38, 60), 0.9, 0.6);
    shadeReach = 30;
  } else if (style === "silk") {
    tilt = between(random, -0.2, 0.2);
    wave(between(random, 12, 20), between(random, 160, 260), 0, between(random, 0.3, 0.9));
    wave(between(random, 2, 5), between(random, 90, 140), 0, 0.5);
    shadeReach = 0;
  } else {
    wave(between(random, 9, 13) * size, between(random, 130, 230), 0, between(random, 0, 0.6));
    wave(between(random, 2.5, 5) * size, between(random, 60, 100), 0, 0.4);
    shadeReach = 55;
  }
  const base = horizon + (164 - horizon) * nearness ** 1.1 + between(random, -4, 4);
  const top = palette.land(nearness);
  const lit = mix(top, palette.glow, 0.34 - 0.18 * nearness);
  const silk = style === "silk";
  const wooded = (style === "hills" || style === "peaks" || style === "coast") && nearness > 0.5;
  return {
    ridge: { base, tilt, waves, trees: wooded && random() < 0.8 ? planTrees(random, nearness) : [] },
    // Land fades into haze at its foot; a fold of silk is bright at its edge and falls into shade.
    top: silk ? mix(top, palette.glow, 0.42 - 0.2 * nearness) : top,
    foot: silk
      ? mix(top, palette.land(Math.min(1, nearness + 0.4)), 0.65)
      : mix(top, palette.haze, 0.62 * (1 - nearness * 0.6)),
    depth: between(random, 34, 52),
    shade: mix(top, palette.land(Math.min(1, nearness + 0.45)), 0.5),
    shadeReach: lightX < WIDTH / 2 ? shadeReach : -shadeReach,
    edge: lit,
    glints: [],
  };
}

/** A sheet of water: level, as light as the sky it mirrors, with the disc's light broken on it. */
function planWater(random: Random, palette: Palette, base: number, disc: Disc): Layer {
  const colour = mix(palette.sky[1], palette.land(0.3), 0.35);
  const glints: Layer["glints"] = [];
  for (let y = base + 4, i = 0; y < 176; y += between(random, 4.5, 6.5), i++) {
    const half = disc.radius * between(random, 0.25, 0.9) * (1 - i * 0.03);
    const x = disc.x + between(random, -9, 9);
    glints.push({ x, y, half, radius: between(random, 0.8, 1.3), light: 0.75 * 0.93 ** i });
  }
  return {
    ridge: { base, tilt: 0, waves: [], trees: [] },
    top: mix(colour, palette.sky[2], 0.75),
    foot: mix(colour, palette.sky[0], 0.45),
    depth: 90,
    shade: colour,
    shadeReach: 0,
    edge: palette.sky[2],
    glints,
  };
}

function planTrees(random: Random, nearness: number): Ridge["trees"] {
  const trees: Ridge["trees"] = [];
  const groves = whole(random, 1, 2);
  for (let grove = 0; grove < groves; grove++) {
    let x = between(random, 10, 300);
    for (let i = whole(random, 2, 5); i > 0; i--) {
      const height = between(random, 11, 18) * (0.4 + 0.6 * nearness);
      trees.push({ x, height, half: height * between(random, 0.26, 0.34) });
      x += height * between(random, 0.35, 0.9);
    }
  }
  return trees;
}

function planStars(random: Random): Landscape["stars"] {
  const stars: Landscape["stars"] = [];
  for (let i = whole(random, 18, 34); i > 0; i--) {
    const y = 80 * random() ** 1.4;
    stars.push({
      x: between(random, 0, WIDTH),
      y,
      radius: between(random, 0.4, 0.9),
      light: between(random, 0.3, 0.9),
    });
  }
  return stars;
}

function planClouds(random: Random, horizon: number): Cloud[] {
  const clouds: Cloud[] = [];
  for (let i = whole(random, 1, 3); i > 0; i--) {
    const x = between(random, 20, WIDTH - 20);
    const y = between(random, 12, horizon - 26);
    const size = between(random, 0.8, 1.3);
    const bars: Bar[] = [];
    for (let bar = 0; bar < 3; bar++) {
      bars.push({
        x: x + between(random, -7, 7) * size,
        y: y + bar * 4.6 * size,
        half: (6 + 7 * bar) * between(random, 0.75, 1.2) * size,
        radius: (3.6 - 0.6 * bar) * size,
      });
    }
    clouds.push({ bars, light: between(random, 0.55, 0.85) });
  }
  return clouds;
}

/** The colour of the scene at a place, without light effects: enough to judge how lively a place is. */
export function roughColourAt(scene: Landscape, x: number, y: number): Colour {
  for (let i = scene.layers.length - 1; i >= 0; i--) {
    const layer = scene.layers[i];
    if (layer === undefined) continue;
    const below = y - groundAt(layer.ridge, x);
    if (below >= 0) return blend(layer.top, layer.foot, Math.min(1, below / layer.depth));
  }
  const { disc } = scene;
  if (Math.hypot(x - disc.x, y - disc.y) < disc.radius) return disc.colour;
  return y < scene.skyMiddle
    ? blend(scene.sky[0], scene.sky[1], y / scene.skyMiddle)
    : blend(
        scene.sky[1],
        scene.sky[2],
        Math.min(1, (y - scene.skyMiddle) / (scene.horizon - scene.skyMiddle)),
      );
}
