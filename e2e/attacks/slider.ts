// The slider as an attacker works it: looks, drags, and tries again with another picture.
import { pathLength } from "@/lib/captcha/picture/path";
import type { PuzzleResponse, Solution } from "@/lib/contract";
import { drag } from "@/lib/testing/hand";
import { call, expectStatus, post, type Reply, type Target } from "./attack";

/** How long a drag takes here: hands are slower, but nobody wants to wait for that. */
const dragMs = 450;

/** Programs that look are wrong now and then, and hands are doubted now and then. */
const turns = 20;

export async function newPuzzle(at: Target, purpose = "sign-up"): Promise<PuzzleResponse> {
  return expectStatus(await post(at, "/api/captcha/puzzles", { purpose }), 201).body;
}

export const drawn = (puzzle: PuzzleResponse, position: number): Solution["track"] =>
  drag(puzzle, pathLength(puzzle.path), position, dragMs);

/** Sends a solution once its drag can have taken place. */
export async function present(at: Target, { puzzleId }: PuzzleResponse, solution: object): Promise<Reply> {
  await at.wait(0.7);
  return post(at, `/api/captcha/puzzles/${puzzleId}/solutions`, solution);
}

export interface Solved {
  puzzle: PuzzleResponse;
  solution: Solution;
  captchaToken: string;
}

/** @throws when it is never solved */
export async function solve(at: Target, purpose?: string): Promise<Solved> {
  for (let turn = 0; turn < turns; turn++) {
    const puzzle = await newPuzzle(at, purpose);
    const position = await at.look(puzzle);
    const solution = { position, track: drawn(puzzle, position) };
    const { status, body } = await present(at, puzzle, solution);
    if (status === 201) return { puzzle, solution, captchaToken: body.captchaToken };
  }
  throw new Error(`The slider was not solved in ${turns} turns`);
}

export const earn = async (at: Target, purpose?: string): Promise<string> =>
  (await solve(at, purpose)).captchaToken;

/** Spends a puzzle's one attempt on something that is not even a solution. */
export const spoil = (at: Target, { puzzleId }: PuzzleResponse, raw: string): Promise<Reply> =>
  call(at, "POST", `/api/captcha/puzzles/${puzzleId}/solutions`, { raw });
