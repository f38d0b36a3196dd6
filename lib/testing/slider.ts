// Watches the puzzles of an application under test, and solves the newest as a person would who sees well.
import { pbkdf2Sync } from "node:crypto";
import { pathLength } from "../captcha/picture/path";
import type { Solution, WorkChallenge, WorkSolution } from "../contract";
import type { Substitutes } from "../services";
import { drag } from "./hand";

type Pictures = ReturnType<NonNullable<Substitutes["pictures"]>>;

export interface WatchedSlider {
  /** To be put in the place of the application's own. */
  substitutes: Required<Pick<Substitutes, "pictures" | "work">>;
  /** @param aside so far from the right place, in picture pixels */
  solution(aside?: number): Required<Solution>;
  /** Of the newest puzzle, with or without a picture. */
  work(): WorkSolution;
}

/** Work whose counter is known: nobody has to look for it. */
export function workDone({ parameters }: WorkChallenge, counter: number): WorkSolution {
  const { nonce, salt, cost, keyLength } = parameters;
  const password = Buffer.alloc(nonce.length / 2 + 4);
  password.write(nonce, "hex");
  password.writeUInt32BE(counter, nonce.length / 2);
  const key = pbkdf2Sync(password, Buffer.from(salt, "hex"), cost, keyLength, "sha256");
  return { counter, derivedKey: key.toString("hex") };
}

export function watchSlider(): WatchedSlider {
  let newest: Awaited<ReturnType<Pictures["take"]>> | undefined;
  let done: WorkSolution | undefined;
  const work = () => {
    if (!done) throw new Error("no puzzle was issued");
    return done;
  };
  return {
    substitutes: {
      pictures: (real) => ({
        async take(level) {
          newest = await real.take(level);
          return newest;
        },
      }),
      work: (real) => ({
        ...real,
        pose(puzzleId, derived) {
          const posed = real.pose(puzzleId, derived);
          done = workDone(posed, derived.counter);
          return posed;
        },
      }),
    },
    work,
    solution(aside = 0) {
      if (!newest) throw new Error("no puzzle was issued");
      const length = pathLength(newest.path);
      const { answer } = newest;
      const position = answer + aside > length ? answer - aside : answer + aside;
      return { position, track: drag(newest, length, position), work: work() };
    },
  };
}
