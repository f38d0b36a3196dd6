// The answer of a puzzle, read where only the operator can: in the store, opened with the secret of the server
// under test. No door in the product, and no looking at pictures, which would be the attack.
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { Redis } from "ioredis";
import type { Hidden, Puzzle } from "@/lib/captcha";
import { pathLength } from "@/lib/captcha/picture/path";
import type { PuzzleResponse } from "@/lib/contract";
import { keyring } from "@/lib/keyring";
import { onceKey } from "@/lib/stores/once-key";
import { drag } from "@/lib/testing/hand";
import { testSecret } from "./server";

/** Where a server keeps its puzzles, and what they are sealed with. */
export interface Vault {
  REDIS_URL?: string;
  APP_SECRET?: string;
}

/** The store of the server that Playwright runs. */
export const ownVault = (): Vault => ({ REDIS_URL: process.env.E2E_REDIS_URL ?? "" });

/** A puzzle is gone from the store with its first solution; tests present it again. */
const known = new Map<string, Promise<number>>();

/** The distance along the path, in picture pixels, at which the piece completes the picture. */
export function answerOf(puzzleId: string, vault = ownVault()): Promise<number> {
  const answer = known.get(puzzleId) ?? open(puzzleId, vault);
  known.set(puzzleId, answer);
  return answer;
}

async function open(puzzleId: string, { REDIS_URL = "", APP_SECRET = testSecret }: Vault): Promise<number> {
  const keys = keyring(APP_SECRET.split(","));
  const redis = new Redis(REDIS_URL);
  try {
    const sealed = await redis.get(onceKey("puzzle", puzzleId, keys));
    if (!sealed) throw new Error("This puzzle is not in the store");
    const { value } = keys.open(puzzleId, sealed) as { value: Puzzle };
    const { question }: Hidden = JSON.parse(value.hidden);
    if (!question) throw new Error("This puzzle has no picture");
    return question.answer;
  } finally {
    redis.disconnect();
  }
}

/** What a person's browser would send who put the piece at a position, with the work done. */
export async function solutionAt(puzzle: PuzzleResponse, position: number) {
  const done = await solveChallenge({ challenge: puzzle.work, deriveKey });
  if (!done) throw new Error("The work took too long");
  return { position, track: drag(puzzle, pathLength(puzzle.path), position), work: done };
}
