// Paints a landscape into bytes, from the sky to the viewer.
import { horizonOf, paintLand, shape } from "./land";
import type { Landscape } from "./landscape";
import type { Pixels } from "./pixels";
import { paintBar, paintCloud, paintDisc, paintSky } from "./sky";

/** Paints a scene of `width` x `height` picture pixels, each `density` x `density` encoded pixels. */
export function paintScene(scene: Landscape, width: number, height: number, density: number): Pixels {
  const w = Math.round(width * density);
  const h = Math.round(height * density);
  const pixels: Pixels = { width: w, height: h, data: new Uint8Array(w * h * 3) };
  const layers = scene.layers.map((layer) => shape(layer, w, h, density));
  paintSky(pixels, scene, density, horizonOf(layers, w, h));
  for (const star of scene.stars) paintBar(pixels, scene.cloudColour, { ...star, half: 0 }, density);
  paintDisc(pixels, scene, density);
  for (const cloud of scene.clouds) paintCloud(pixels, scene.cloudColour, cloud, density);
  paintLand(pixels, scene, layers, density);
  return pixels;
}
