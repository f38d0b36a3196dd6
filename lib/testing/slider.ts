// Watches the puzzles of an application under test, and solves the newest as a person would who sees well.
import { pbkdf2Sync, randomInt } from "node:crypto";
import type { Hidden } from "../captcha";
import { pathLength } from "../captcha/picture/path";
import { poseWork } from "../captcha/work/pose";
import type { Solution, WorkChallenge, WorkSolution } from "../contract";
import type { Work } from "../ports";
import type { Substitutes } from "../services";
import { drag } from "./hand";

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

/** @param told of every work that is posed, and how it is done */
export const watchedWork =
  (told: (nonce: string, done: WorkSolution) => void) =>
  (real: Work): Work => ({
    ...real,
    async pose(counters) {
      let counter = 0;
      const posed = await poseWork(counters, (most) => {
        counter = randomInt(1, most + 1);
        return counter;
      });
      told(posed.challenge.parameters.nonce, workDone(posed.challenge, counter));
      return posed;
    },
  });

export function watchSlider(): WatchedSlider {
  let question: Hidden["question"];
  let done: WorkSolution | undefined;
  const work = () => {
    if (!done) throw new Error("no puzzle was issued");
    return done;
  };
  return {
    substitutes: {
      pictures: (real) => ({
        async take(level) {
          const taken = await real.take(level);
          ({ question } = JSON.parse(taken.hidden) as Hidden);
          return taken;
        },
      }),
      work: watchedWork((_, solution) => {
        done = solution;
      }),
    },
    work,
    solution(aside = 0) {
      if (!question) throw new Error("no puzzle was issued");
      const length = pathLength(question.path);
      const { answer } = question;
      const position = answer + aside > length ? answer - aside : answer + aside;
      return { position, track: drag(question, length, position), work: work() };
    },
  };
}
