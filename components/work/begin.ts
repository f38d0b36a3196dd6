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
  const solution = solve(challenge, controller);
  // Whoever waits for it hears of a failure; work that was stopped has nobody.
  solution.catch(() => undefined);
  return { solution, stop: () => controller.abort() };
};

async function solve(challenge: WorkChallenge, controller: AbortController): Promise<WorkSolution> {
  const solved = await import("./solve")
    .then(({ solveWork }) => solveWork(challenge, controller))
    .catch((error) => {
      // What solves it, or a part of that, could not be loaded.
      throw controller.signal.aborted ? error : new ApiProblem({ code: "unreachable" });
    });
  // Too slow for this puzzle: to the person it is a solution that did not count.
  if (!solved) throw new ApiProblem({ code: "captcha-failed" });
  return solved;
}
