// Captcha: slow machines down. Issues slider puzzles, judges solutions, and gives captcha tokens, which
// a send redeems. Pure: pictures, storage and time come in through ports. Every kind of captcha is
// redeemed through the same `Captcha` port, and the settings choose the kind, never a request.
import type { Purpose, PuzzleResponse, Solution, SolutionResponse } from "../contract";
import type { Captcha, Clock, Keyring, Limits, Once, Risk, RiskLevel, Seen } from "../ports";
import { invalid, Problem } from "../problem";
import { gaitOf } from "./gait";
import { judge, type Question } from "./judge";

/** Long enough to think, short enough that a farm cannot stock up. Product decision. */
export const puzzleLifetimeSeconds = 120;
export const captchaTokenLifetimeSeconds = 180;

/** A way to a solution is believed once in this time. */
const gaitMemorySeconds = 86_400;

/** What the browser is shown. Pictures are data URLs, lengths picture pixels. */
export type Picture = Pick<
  PuzzleResponse,
  "width" | "height" | "background" | "piece" | "pieceWidth" | "pieceHeight" | "path"
>;

/** A picture not drawn yet: its answer is known at once, the pixels cost time. */
export interface PlannedPicture extends Pick<Picture, "path" | "width" | "pieceWidth"> {
  /** Distance along the path, in picture pixels. */
  answer: number;
  draw(): Promise<Picture>;
}

/** The answer lives only here, in the store. */
export interface Puzzle extends Question {
  purpose: Purpose;
}

export interface CaptchaToken {
  purpose: Purpose;
}

export interface SliderParts {
  plan: (level: RiskLevel) => PlannedPicture;
  puzzles: Once<Puzzle>;
  tokens: Once<CaptchaToken>;
  ways: Seen;
  limits: Limits;
  risk: Risk;
  keyring: Keyring;
  clock: Clock;
}

export interface Slider extends Captcha {
  /** @throws Problem */
  issue(purpose: Purpose, ip: string): Promise<PuzzleResponse>;
  /** @throws Problem */
  solve(puzzleId: string, solution: Solution, ip: string): Promise<SolutionResponse>;
  /** Ends a puzzle whose solution could not even be read: that was its one attempt. @throws Problem */
  spend(puzzleId: string, ip: string): Promise<void>;
}

export function slider(parts: SliderParts): Slider {
  const { plan, puzzles, tokens, ways, limits, risk, keyring, clock } = parts;
  const inSeconds = (seconds: number) => clock.now() + seconds * 1000;

  /** The puzzle, if there is one, taken while the client is counted; put back where the limits say no. */
  const take = async (puzzleId: string, ip: string, ...beside: Promise<unknown>[]) => {
    const [admitted, taken, ...others] = await Promise.allSettled([
      limits.take({ subject: "ip", id: ip, rows: ["ip-requests-minute"] }),
      puzzles.take(puzzleId),
      ...beside,
    ]);
    if (admitted.status === "rejected") {
      if (taken.status === "fulfilled") await taken.value?.restore().catch(() => {});
      throw admitted.reason;
    }
    if (taken.status === "rejected") throw taken.reason;
    for (const other of others) if (other.status === "rejected") throw other.reason;
    return taken.value?.value;
  };

  return {
    async issue(purpose, ip) {
      const puzzleId = keyring.mint();
      const level = risk.of(ip);
      const planned = plan(level);
      const { answer, path, width, pieceWidth } = planned;
      const asked = { purpose, level, answer, path, width, pieceWidth, issuedAt: clock.now() };
      // One round trip; drawing waits for the limit's word, so that a flood costs no pictures.
      const [admitted, stored] = await Promise.allSettled([
        limits.take({ subject: "ip", id: ip, rows: ["ip-requests-minute", "ip-puzzles-minute"] }),
        puzzles.put(puzzleId, asked, inSeconds(puzzleLifetimeSeconds)),
      ]);
      if (admitted.status === "rejected") {
        if (stored.status === "fulfilled") await puzzles.take(puzzleId);
        throw admitted.reason;
      }
      if (stored.status === "rejected") throw stored.reason;
      risk.learn(ip, admitted.value.rows);
      // Named one by one: nothing else that a picture maker knows may slip out.
      const { height, background, piece, pieceHeight } = await planned.draw();
      const picture: Picture = { width, height, background, piece, pieceWidth, pieceHeight, path };
      return { puzzleId, ...picture, expiresIn: puzzleLifetimeSeconds };
    },

    async solve(puzzleId, solution, ip) {
      // Taken before it is judged: one solution per puzzle, right or wrong. So is the way there.
      const way = ways.note(gaitOf(solution.track), puzzleId, gaitMemorySeconds);
      const puzzle = await take(puzzleId, ip, way);
      if (!puzzle || !judge(puzzle, solution, clock.now()) || !(await way))
        throw new Problem("captcha-failed");
      const captchaToken = keyring.mint();
      const { purpose } = puzzle;
      await tokens.put(captchaToken, { purpose }, inSeconds(captchaTokenLifetimeSeconds));
      return { captchaToken, expiresIn: captchaTokenLifetimeSeconds };
    },

    async spend(puzzleId, ip) {
      await take(puzzleId, ip);
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
