// The slider as an attacker works it: looks, drags, and tries again with another picture.
import { pathLength } from "@/lib/captcha/picture/path";
import type { PuzzleResponse, Solution } from "@/lib/contract";
import { drag } from "@/lib/testing/hand";
import { call, expectStatus, post, type Reply, type Target, type Ways } from "./attack";

type Track = NonNullable<Solution["track"]>;

/** How long a drag takes here: hands are slower, but nobody wants to wait for that. */
const dragMs = 450;

/** Programs that look are wrong now and then, and hands are doubted now and then. */
const turns = 20;

/** @param more what else is asked: an address, say, for which alone the token shall be good */
export async function newPuzzle(at: Target, more: object = {}, ways: Ways = {}): Promise<PuzzleResponse> {
  return expectStatus(await post(at, "/api/captcha/puzzles", { purpose: "sign-up", ...more }, ways), 201)
    .body;
}

export const drawn = (puzzle: PuzzleResponse, position: number): Track =>
  drag(puzzle, pathLength(puzzle.path), position, dragMs);

/** Sends a solution, with the work done, once its drag can have taken place. */
export async function present(
  at: Target,
  puzzle: PuzzleResponse,
  solution: { position: number; track: readonly (readonly number[])[] },
  ways: Ways = {},
): Promise<Reply> {
  const [work] = await Promise.all([at.work(puzzle), at.wait(0.7)]);
  return post(at, `/api/captcha/puzzles/${puzzle.puzzleId}/solutions`, { work, ...solution }, ways);
}

export interface Solved {
  puzzle: PuzzleResponse;
  position: number;
  track: Track;
  captchaToken: string;
}

/** @throws when it is never solved */
export async function solve(at: Target, more?: object, ways?: Ways): Promise<Solved> {
  for (let turn = 0; turn < turns; turn++) {
    const puzzle = await newPuzzle(at, more, ways);
    const position = await at.look(puzzle);
    const track = drawn(puzzle, position);
    const { status, body } = await present(at, puzzle, { position, track }, ways);
    if (status === 201) return { puzzle, position, track, captchaToken: body.captchaToken };
  }
  throw new Error(`The slider was not solved in ${turns} turns`);
}

export const earn = async (at: Target, more?: object, ways?: Ways): Promise<string> =>
  (await solve(at, more, ways)).captchaToken;

/** Spends a puzzle's one attempt on something that is not even a solution. */
export const spoil = (at: Target, { puzzleId }: PuzzleResponse, raw: string): Promise<Reply> =>
  call(at, "POST", `/api/captcha/puzzles/${puzzleId}/solutions`, { raw });
