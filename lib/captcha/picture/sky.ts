// Paints what is behind the land: the sky with its glow, sun or moon, stars and clouds.
import type { Bar, Cloud, Landscape } from "./landscape";
import { blend, type Colour } from "./palette";
import { GRAIN, grain, inRange, lay, type Pixels, ramp, speckleAt } from "./pixels";

const GLOW_SHIFT = 4;
const GLOW_STEP = 1 << GLOW_SHIFT;

/** The gradient and the glow, down to the lowest row of sky in each column. */
export function paintSky(pixels: Pixels, scene: Landscape, density: number, horizon: Int32Array): void {
  const { width, data } = pixels;
  const { disc } = scene;
  const middle = scene.skyMiddle * density;
  const low = scene.horizon * density;
  const sky = ramp(pixels.height, (row) =>
    row < middle
      ? blend(scene.sky[0], scene.sky[1], row / middle)
      : blend(scene.sky[1], scene.sky[2], Math.min(1, (row - middle) / (low - middle))),
  );
  // The glow by squared distance, in steps: no square root per pixel.
  const reach = Math.round(disc.reach * density);
  const glow = new Int16Array(Math.ceil((reach * reach) / GLOW_STEP) + 1);
  for (let i = 0; i < glow.length; i++) {
    const distance = Math.sqrt((i + 0.5) * GLOW_STEP);
    const near = Math.max(0, 1 - distance / reach);
    let light = 0.62 * near * near;
    for (const halo of disc.halos) light += 0.11 * Math.min(1, Math.max(0, halo * density - distance + 0.5));
    glow[i] = 256 * Math.min(1, light);
  }
  // Whole numbers, told to the compiler: twice as fast in the loop below.
  const red = inRange(disc.glow[0]) | 0;
  const green = inRange(disc.glow[1]) | 0;
  const blue = inRange(disc.glow[2]) | 0;
  const cx = (disc.x * density) | 0;
  const cy = (disc.y * density) | 0;
  let bottom = 0;
  for (let x = 0; x < width; x++) bottom = Math.max(bottom, horizon[x] as number);
  for (let y = 0; y < bottom; y++) {
    const skyRed = sky[y * 3] as number;
    const skyGreen = sky[y * 3 + 1] as number;
    const skyBlue = sky[y * 3 + 2] as number;
    const dy2 = (y - cy) * (y - cy);
    const speckle = speckleAt(y + scene.grain);
    const half = Math.floor(Math.sqrt(Math.max(0, reach * reach - dy2)));
    const from = Math.min(width, Math.max(0, cx - half));
    const to = Math.min(width, Math.max(from, cx + half));
    const row = y * width * 3;
    plainRun(data, row, row + from * 3, skyRed, skyGreen, skyBlue, speckle);
    for (let x = from, at = row + from * 3; x < to; x++, at += 3) {
      const light = glow[((x - cx) * (x - cx) + dy2) >> GLOW_SHIFT] as number;
      const n = grain[(x + speckle) & (GRAIN - 1)] as number;
      data[at] = (skyRed + (((red - skyRed) * light) >> 8) + n) >> 4;
      data[at + 1] = (skyGreen + (((green - skyGreen) * light) >> 8) + n) >> 4;
      data[at + 2] = (skyBlue + (((blue - skyBlue) * light) >> 8) + n) >> 4;
    }
    plainRun(data, row + to * 3, row + width * 3, skyRed, skyGreen, skyBlue, speckle + to);
  }
}

function plainRun(
  data: Uint8Array,
  from: number,
  to: number,
  red: number,
  green: number,
  blue: number,
  speckle: number,
): void {
  for (let at = from, i = speckle; at < to; at += 3, i++) {
    const n = grain[i & (GRAIN - 1)] as number;
    data[at] = (red + n) >> 4;
    data[at + 1] = (green + n) >> 4;
    data[at + 2] = (blue + n) >> 4;
  }
}

export function paintDisc(pixels: Pixels, scene: Landscape, density: number): void {
  const { disc } = scene;
  const radius = disc.radius * density;
  const [cx, cy] = [disc.x * density, disc.y * density];
  const { width, height, data } = pixels;
  for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(height, cy + radius + 1); y++) {
    // The disc sinks into the glow of the horizon.
    const [r, g, b] = blend(disc.colour, disc.glow, 0.5 * Math.max(0, (y - cy) / radius));
    for (let x = Math.max(0, Math.floor(cx - radius)); x < Math.min(width, cx + radius + 1); x++) {
      const distance = Math.sqrt((x + 0.5 - cx) ** 2 + (y + 0.5 - cy) ** 2);
      const cover = Math.min(1, radius - distance + 0.5);
      if (cover > 0) lay(data, (y * width + x) * 3, r, g, b, cover);
    }
  }
}

/** A horizontal bar with round ends; a point without length is a dot. */
export function paintBar(
  pixels: Pixels,
  colour: Colour,
  bar: Bar & { light: number },
  density: number,
): void {
  const { width, height, data } = pixels;
  const [cx, cy, half, radius] = [bar.x * density, bar.y * density, bar.half * density, bar.radius * density];
  const [r, g, b] = colour;
  for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(height, cy + radius + 1); y++) {
    const right = Math.min(width, cx + half + radius + 1);
    for (let x = Math.max(0, Math.floor(cx - half - radius)); x < right; x++) {
      const dx = Math.max(0, Math.abs(x + 0.5 - cx) - half);
      const cover = Math.min(1, radius - Math.sqrt(dx * dx + (y + 0.5 - cy) ** 2) + 0.5);
      if (cover > 0) lay(data, (y * width + x) * 3, r, g, b, cover * bar.light);
    }
  }
}

/** Bars that overlap without showing where: a cloud is one shape, thinner towards its foot. */
export function paintCloud(pixels: Pixels, colour: Colour, cloud: Cloud, density: number): void {
  const { width, height, data } = pixels;
  const bars = cloud.bars.map((bar) => ({
    x: bar.x * density,
    y: bar.y * density,
    half: bar.half * density,
    radius: bar.radius * density,
  }));
  const left = Math.max(0, Math.floor(Math.min(...bars.map((bar) => bar.x - bar.half - bar.radius))));
  const right = Math.min(width, Math.ceil(Math.max(...bars.map((bar) => bar.x + bar.half + bar.radius)) + 1));
  const top = Math.floor(Math.min(...bars.map((bar) => bar.y - bar.radius)));
  const bottom = Math.ceil(Math.max(...bars.map((bar) => bar.y + bar.radius)) + 1);
  const [r, g, b] = colour;
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    const light = cloud.light * (1 - 0.65 * ((y - top) / (bottom - top)));
    for (let x = left; x < right; x++) {
      let cover = 0;
      for (const bar of bars) {
        const dy = Math.abs(y + 0.5 - bar.y);
        if (dy > bar.radius + 1) continue;
        const dx = Math.max(0, Math.abs(x + 0.5 - bar.x) - bar.half);
        cover = Math.max(cover, Math.min(1, bar.radius - Math.sqrt(dx * dx + dy * dy) + 0.5));
      }
      if (cover > 0) lay(data, (y * width + x) * 3, r, g, b, cover * light);
    }
  }
}
