import "server-only";
// A puzzle as far as it can be made before anybody asks: a picture that is ready to be sent, and work whose key is
// derived. For the thread that draws; what is left for the main one is to sign and to store.
import type { RiskLevel } from "../../ports";
import type { PreparedPuzzle } from "..";
import { effortOf } from "../effort";
import { derive } from "../work/derive";
import { drawPuzzlePicture } from "./draw";

export async function preparePuzzle(level: RiskLevel): Promise<PreparedPuzzle> {
  const [{ answer, ...picture }, derived] = await Promise.all([
    drawPuzzlePicture(level),
    derive(effortOf(level, true).counters),
  ]);
  const { path, width, pieceWidth } = picture;
  // Bytes change threads without being copied, and what is text already is not written down again.
  const shown = new TextEncoder().encode(JSON.stringify(picture));
  return { answer, path, width, pieceWidth, derived, shown };
}
