// Captcha: slow machines down. Issues slider puzzles, judges solutions, and gives captcha tokens, which
// a send redeems. Pure: pictures, storage and time come in through ports. Every kind of captcha is
// redeemed through the same `Captcha` port, and the settings choose the kind, never a request.
import { parseAddress } from "../address";
import type {
  Purpose,
  PuzzleRequest,
  PuzzleResponse,
  Solution,
  SolutionResponse,
  WorkResponse,
} from "../contract";
import type {
  Captcha,
  Clock,
  Demand,
  Keyring,
  Limits,
  OnceWithin,
  PosedWork,
  Risk,
  RiskLevel,
  Seen,
  Work,
} from "../ports";
import { invalid, Problem } from "../problem";
import { effortOf } from "./effort";
import { gaitOf } from "./gait";
import { clockSlackMs, judge, type Question } from "./judge";
import { captchaTokenLifetimeSeconds, puzzleLifetimeSeconds } from "./lifetimes";
import { memory } from "./memory";

/** A way to a solution is believed once in this time. */
const gaitMemorySeconds = 86_400;

/** From here on a token vouches for the address it was earned for. */
const strongFrom = 2;

/** What the browser is shown. Pictures are data URLs, lengths picture pixels. */
export type Picture = Pick<
  PuzzleResponse,
  "width" | "height" | "background" | "piece" | "pieceWidth" | "pieceHeight" | "path"
>;

export interface DrawnPicture extends Picture {
  /** Distance along the path, in picture pixels. */
  answer: number;
}

/** A puzzle that is made before anybody asks for it. */
export interface PreparedPuzzle {
  id: string;
  /** For the client: a PuzzleResponse as JSON. */
  shown: string;
  /** For the store: {@link Hidden} as JSON. */
  hidden: string;
}

/** What the client must not know. */
export interface Hidden {
  /** Where there is no picture, work alone is asked for. */
  question?: Question;
  work: PosedWork;
}

export interface Pictures {
  /** One that nobody was given before, nor will be. @throws Problem `unavailable` when too many wait for theirs */
  take(level: RiskLevel): Promise<PreparedPuzzle>;
}

/** What is known of somebody who asks for a captcha token and will bring it. */
interface Earned {
  purpose: Purpose;
  level: RiskLevel;
  /** The address it was asked for, where it was named: it serves no other. */
  address?: string;
}

/** The answer lives only here, in the store. */
export interface Puzzle extends Earned, Pick<PreparedPuzzle, "hidden"> {
  issuedAt: number;
  /** Before that no solution counts. */
  solvableAt: number;
}

export interface CaptchaToken extends Earned {
  /** Where it was earned. */
  ip: string;
  /** The browser that solved the puzzle, if it keeps cookies. */
  browser?: string;
}

export interface SliderParts {
  pictures: Pictures;
  work: Work;
  puzzles: OnceWithin<Puzzle>;
  tokens: OnceWithin<CaptchaToken>;
  ways: Seen;
  limits: Limits;
  risk: Risk;
  keyring: Keyring;
  clock: Clock;
}

export interface Slider extends Captcha {
  /** @returns a puzzle with a picture, as JSON; without one, an object @throws Problem */
  issue(
    request: PuzzleRequest,
    asker: { ip: string; trusted: boolean },
  ): Promise<WorkResponse | PreparedPuzzle["shown"]>;
  /** @throws Problem */
  solve(
    puzzleId: string,
    solution: Solution,
    solver: { ip: string; browser?: string | undefined },
  ): Promise<SolutionResponse>;
  /** Ends a puzzle whose solution could not even be read: that was its one attempt. @throws Problem */
  spend(puzzleId: string, ip: string): Promise<void>;
}

export function slider(parts: SliderParts): Slider {
  const { pictures, work, puzzles, tokens, ways, limits, risk, keyring, clock } = parts;
  const inSeconds = (seconds: number) => clock.now() + seconds * 1000;
  /** Clients that the limits have refused a puzzle, until they may have one. */
  const refused = memory<true>(clock);

  /** What a client may have of puzzles, taken by `way`. */
  const admit = async <Taken>(ip: string, way: (demand: Demand) => Promise<Taken>): Promise<Taken> => {
    try {
      return await way({ subject: "ip", id: ip, rows: ["ip-requests-minute", "ip-puzzles-minute"] });
    } catch (error) {
      if (error instanceof Problem) refused.set(ip, true, error.members.retryAfter ?? 0);
      throw error;
    }
  };

  /** The puzzle, if there is one. */
  const take = async (puzzleId: string, ip: string) => {
    const taken = await puzzles.takeWithin({ subject: "ip", id: ip, rows: ["ip-requests-minute"] }, puzzleId);
    return taken?.value;
  };

  /** Whether all that was asked is there: the work, and the picture's answer with a hand's way to it. */
  const isRight = async (
    { hidden, level, issuedAt, solvableAt }: Puzzle,
    { work: done, position, track }: Solution,
  ) => {
    if (!done || clock.now() < solvableAt - clockSlackMs) return false;
    const { question, work: posed }: Hidden = JSON.parse(hidden);
    if (!(await work.check(posed, done))) return false;
    if (!question) return position === undefined;
    if (position === undefined || !track) return false;
    return judge(question, { position, track }, { level, seconds: (clock.now() - issuedAt) / 1000 });
  };

  /** Work alone. */
  const withoutPicture = async (counters: number, solvableIn: number) => {
    const posed = await work.pose(counters);
    const puzzleId = keyring.mint();
    const shown = { puzzleId, expiresIn: puzzleLifetimeSeconds, work: posed.challenge, solvableIn };
    return { id: puzzleId, shown, hidden: JSON.stringify({ work: posed } satisfies Hidden) };
  };

  return {
    async issue({ purpose, channel, address: typed, picture = true, strong = false }, { ip, trusted }) {
      const address = channel && typed !== undefined ? parseAddress(channel, typed) : undefined;
      // Whoever was just refused is asked about before anything is made for them: a flood costs no pictures and no work.
      const ahead = refused.get(ip) && (await admit(ip, limits.take)).rows;
      const known = risk.of({ ip, address, trusted });
      const level = strong && known < strongFrom ? strongFrom : known;
      const { counters, seconds } = effortOf(level, picture);
      const { id, shown, hidden } = picture
        ? await pictures.take(level)
        : await withoutPicture(counters, seconds);
      const issuedAt = clock.now();
      const puzzle: Puzzle = {
        ...{ purpose, level, hidden, issuedAt, solvableAt: issuedAt + seconds * 1000 },
        ...(address && { address: address.value }),
      };
      const expiresAt = inSeconds(puzzleLifetimeSeconds);
      if (ahead) await puzzles.put(id, puzzle, expiresAt);
      const rows = ahead ?? (await admit(ip, (demand) => puzzles.putWithin(demand, id, puzzle, expiresAt)));
      risk.learnClient(ip, rows);
      return shown;
    },

    async solve(puzzleId, solution, { ip, browser }) {
      // Taken before it is judged: one solution per puzzle, right or wrong.
      const puzzle = await take(puzzleId, ip);
      // Of an earlier version nothing is hidden there: in a rolling upgrade, for two minutes.
      if (!puzzle?.hidden) throw new Problem("captcha-failed");
      const fits = await isRight(puzzle, solution);
      const captchaToken = keyring.mint();
      const { purpose, level, address } = puzzle;
      const earned = { purpose, level, ip, ...(address && { address }), ...(browser && { browser }) };
      // Any way is gone once, right or wrong. Only now: what costs no puzzle would fill the store for nothing.
      const [isNew] = await Promise.all([
        solution.track ? ways.note(gaitOf(solution.track), puzzleId, gaitMemorySeconds) : true,
        // Nobody is told of the token until all is known.
        fits && tokens.put(captchaToken, earned, inSeconds(captchaTokenLifetimeSeconds)),
      ]);
      const right = fits && isNew;
      risk.judged(ip, right);
      if (!right) throw new Problem("captcha-failed");
      return { captchaToken, expiresIn: captchaTokenLifetimeSeconds };
    },

    async spend(puzzleId, ip) {
      if (await take(puzzleId, ip)) risk.judged(ip, false);
    },

    async redeem(token, { purpose, address, ip, browser }, admission) {
      if (token === undefined) {
        await limits.take(admission);
        throw invalid("/captchaToken", "required");
      }
      const taken = await tokens.takeWithin(admission, token);
      if (!taken) throw new Problem("captcha-failed");
      const earned = taken.value;
      const isOthers =
        (earned.browser !== undefined && earned.browser !== browser) ||
        (earned.address !== undefined && earned.address !== address.value);
      // Whoever did not say where the code is to go did not work for a place where codes cost more.
      const isCheap = earned.address === undefined && risk.around(address) > Math.max(1, earned.level);
      if (isOthers || isCheap || earned.purpose !== purpose) throw new Problem("captcha-failed");
      risk.moved(earned.ip, ip);
      return { strong: earned.address !== undefined && earned.level >= strongFrom, restore: taken.restore };
    },
  };
}

/** No captcha at all: demonstrations and tests (`CAPTCHA=off`). */
export const noCaptcha = (limits: Limits): Captcha => ({
  async redeem(_token, _bearer, admission) {
    await limits.take(admission);
    return { restore: async () => {} };
  },
});
