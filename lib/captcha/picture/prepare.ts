import "server-only";
// A puzzle made before anybody asks: its picture, its work, and both as they are sent and kept. For the thread that
// draws; what is left for the main one is to seal it for whoever asks.
import type { PuzzleResponse } from "../../contract";
import type { RiskLevel } from "../../ports";
import type { Hidden, PreparedPuzzle } from "..";
import { effortOf } from "../effort";
import { puzzleLifetimeSeconds } from "../lifetimes";
import { poseWork } from "../work/pose";
import { drawPuzzlePicture } from "./draw";

export async function preparePuzzle(level: RiskLevel, id: string, pose = poseWork): Promise<PreparedPuzzle> {
  const [{ answer, ...picture }, work] = await Promise.all([
    drawPuzzlePicture(level),
    pose(effortOf(level, true).counters),
  ]);
  const { path, width, pieceWidth } = picture;
  const hidden: Hidden = { question: { answer, path, width, pieceWidth }, work };
  const shown: PuzzleResponse = {
    ...{ puzzleId: id, expiresIn: puzzleLifetimeSeconds, work: work.challenge },
    ...picture,
  };
  return { id, shown: JSON.stringify(shown), hidden: JSON.stringify(hidden) };
}
