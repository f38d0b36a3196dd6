// Makes the picture of one slider puzzle: plans it from the system's secure random numbers, paints it and
// encodes both parts as data URLs. The answer leaves this file only towards the store.
import "server-only";
import { randomFillSync } from "node:crypto";
import sharp from "sharp";
import type { RiskLevel } from "../../ports";
import type { DrawnPicture } from "..";
import { DENSITY, PIECE } from "./frame";
import { paintScene } from "./paint";
import { cutPiece } from "./piece";
import { done } from "./pixels";
import { type Plan, planPicture } from "./plan";
import { encodePng } from "./png";

// A picture is too small to share between threads, and no two are alike: both would only cost.
sharp.concurrency(1);
sharp.cache(false);

/** A picture that was never drawn before. */
export const planPuzzlePicture = (level: RiskLevel): Plan => planPicture(secureRandom(), level);
export const drawPuzzlePicture = (level: RiskLevel): Promise<DrawnPicture> => draw(planPuzzlePicture(level));

/** Draws a plan. */
export async function draw(plan: Plan): Promise<DrawnPicture> {
  const scene = paintScene(plan.scene, plan.width, plan.height, DENSITY);
  const cutout = cutPiece(plan, scene, DENSITY);
  const background = await sharp(scene.data, {
    raw: { width: scene.width, height: scene.height, channels: 3 },
  })
    // Optimised coding would save 5 % of the bytes for a third of the time.
    .jpeg({ quality: 70, optimiseCoding: false })
    .toBuffer();
  done(scene);
  const piece = encodePng(cutout.data, cutout.size, cutout.size);
  return {
    width: plan.width,
    height: plan.height,
    background: `data:image/jpeg;base64,${background.toString("base64")}`,
    piece: `data:image/png;base64,${piece.toString("base64")}`,
    pieceWidth: PIECE,
    pieceHeight: PIECE,
    path: plan.path,
    answer: plan.answer,
  };
}

/** Uniform numbers from the system's generator, fetched in bulk. No seed: nothing to guess or replay. */
function secureRandom(): () => number {
  const pool = new Uint32Array(512);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    return (pool[next++] as number) / 2 ** 32;
  };
}
