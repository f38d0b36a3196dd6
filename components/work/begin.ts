// Work that goes on while the person slides. What does it is loaded with the first puzzle.
import { ApiProblem } from "@/lib/api-client";
import type { WorkChallenge, WorkSolution } from "@/lib/contract";

export interface Work {
  /** Rejects with an ApiProblem when it comes to nothing, and with AbortError after `stop`. */
  solution: Promise<WorkSolution>;
  /** Ends it and its workers: nobody waits for it any more. */
  stop(): void;
}

export type BeginWork = (challenge: WorkChallenge) => Work;

export const beginWork: BeginWork = (challenge) => {
  const controller = new AbortController();
  const solution = load().then(async ({ solveWork }) => {
    const solved = await solveWork(challenge, controller);
    // Too slow for this puzzle: to the person it is a solution that did not count.
    if (!solved) throw new ApiProblem({ code: "captcha-failed" });
    return solved;
  });
  // Whoever waits for it hears of a failure; work that was stopped has nobody.
  solution.catch(() => undefined);
  return { solution, stop: () => controller.abort() };
};

function load() {
  return import("./solve").catch(() => {
    throw new ApiProblem({ code: "unreachable" });
  });
}
