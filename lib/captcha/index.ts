// Captcha: slow machines down. Issues slider puzzles, judges solutions, and gives captcha tokens, which
// a send redeems. Pure: pictures, storage and time come in through ports. Every kind of captcha is
// redeemed through the same `Captcha` port, and the settings choose the kind, never a request.
import type { Purpose, PuzzleResponse, Solution, SolutionResponse } from "../contract";
import type { Captcha, Clock, Keyring, Limits, Once } from "../ports";
import { invalid, Problem } from "../problem";
import { judge } from "./judge";

/** Long enough to think, short enough that a farm cannot stock up. Product decision. */
export const puzzleLifetimeSeconds = 120;
export const captchaTokenLifetimeSeconds = 180;

/** What the browser is shown. Pictures are data URLs, lengths picture pixels. */
export type Picture = Pick<
  PuzzleResponse,
  "width" | "height" | "background" | "piece" | "pieceWidth" | "pieceHeight" | "path"
>;

/** A picture not drawn yet: its answer is known at once, the pixels cost time. */
export interface PlannedPicture {
  /** Distance along the path, in picture pixels. */
  answer: number;
  draw(): Promise<Picture>;
}

/** The answer lives only here, in the store. */
export interface Puzzle {
  purpose: Purpose;
  answer: number;
}

export interface CaptchaToken {
  purpose: Purpose;
}

export interface SliderParts {
  plan: () => PlannedPicture;
  puzzles: Once<Puzzle>;
  tokens: Once<CaptchaToken>;
  limits: Limits;
  keyring: Keyring;
  clock: Clock;
}

export interface Slider extends Captcha {
  /** @throws Problem */
  issue(purpose: Purpose, ip: string): Promise<PuzzleResponse>;
  /** @throws Problem */
  solve(puzzleId: string, solution: Solution, ip: string): Promise<SolutionResponse>;
}

export function slider({ plan, puzzles, tokens, limits, keyring, clock }: SliderParts): Slider {
  const inSeconds = (seconds: number) => clock.now() + seconds * 1000;

  return {
    async issue(purpose, ip) {
      const puzzleId = keyring.mint();
      const planned = plan();
      // One round trip; drawing waits for the limit's word, so that a flood costs no pictures.
      const [admitted, stored] = await Promise.allSettled([
        limits.take({ subject: "ip", id: ip, rows: ["ip-requests-minute", "ip-puzzles-minute"] }),
        puzzles.put(puzzleId, { purpose, answer: planned.answer }, inSeconds(puzzleLifetimeSeconds)),
      ]);
      if (admitted.status === "rejected") {
        if (stored.status === "fulfilled") await puzzles.take(puzzleId);
        throw admitted.reason;
      }
      if (stored.status === "rejected") throw stored.reason;
      // Named one by one: nothing else that a picture maker knows may slip out.
      const { width, height, background, piece, pieceWidth, pieceHeight, path } = await planned.draw();
      const picture: Picture = { width, height, background, piece, pieceWidth, pieceHeight, path };
      return { puzzleId, ...picture, expiresIn: puzzleLifetimeSeconds };
    },

    async solve(puzzleId, solution, ip) {
      // Taken before it is judged: one solution per puzzle, right or wrong.
      const [admitted, taken] = await Promise.allSettled([
        limits.take({ subject: "ip", id: ip, rows: ["ip-requests-minute"] }),
        puzzles.take(puzzleId),
      ]);
      if (admitted.status === "rejected") {
        if (taken.status === "fulfilled") await taken.value?.restore().catch(() => {});
        throw admitted.reason;
      }
      if (taken.status === "rejected") throw taken.reason;
      const puzzle = taken.value?.value;
      if (!puzzle || !judge(puzzle.answer, solution)) throw new Problem("captcha-failed");
      const captchaToken = keyring.mint();
      const { purpose } = puzzle;
      await tokens.put(captchaToken, { purpose }, inSeconds(captchaTokenLifetimeSeconds));
      return { captchaToken, expiresIn: captchaTokenLifetimeSeconds };
    },

    async redeem(token, purpose) {
      if (token === undefined) throw invalid("/captchaToken", "required");
      const taken = await tokens.take(token);
      if (!taken || taken.value.purpose !== purpose) throw new Problem("captcha-failed");
      return { restore: taken.restore };
    },
  };
}

/** No captcha at all: demonstrations and tests (`CAPTCHA=off`). */
export const noCaptcha: Captcha = { redeem: async () => ({ restore: async () => {} }) };
