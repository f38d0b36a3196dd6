// Watches the puzzles of an application under test, and solves the newest as a person would who sees well.
import { pathLength } from "../captcha/picture/path";
import type { Solution } from "../contract";
import type { Substitutes } from "../services";
import { drag } from "./hand";

type Plan = NonNullable<Substitutes["plan"]>;

export interface WatchedSlider {
  /** To be put in the place of the application's own. */
  plan: Plan;
  /** @param aside so far from the right place, in picture pixels */
  solution(aside?: number): Pick<Solution, "position" | "track">;
}

export function watchSlider(): WatchedSlider {
  let newest: ReturnType<ReturnType<Plan>> | undefined;
  return {
    plan: (real) => (level) => {
      newest = real(level);
      return newest;
    },
    solution(aside = 0) {
      if (!newest) throw new Error("no puzzle was issued");
      const length = pathLength(newest.path);
      const { answer } = newest;
      const position = answer + aside > length ? answer - aside : answer + aside;
      return { position, track: drag(newest, length, position) };
    },
  };
}
