// Solves a proof of work with several workers, or on the page itself, in slices, where workers do not start.
// Loaded with the first captcha, never with the page.
import { solveChallenge, solveChallengeWorkers } from "altcha-lib";
import type { DeriveKeyFunction } from "altcha-lib/types";
import type { WorkChallenge, WorkSolution } from "@/lib/contract";
import { deriveKey } from "./derive-key";

/** More would only keep a phone from drawing the page. */
const mostWorkers = 4;
/** Milliseconds after which no puzzle lives any more. */
const timeout = 120_000;
/** Milliseconds for which the page may work at a time: half of what one frame has. */
const slice = 8;

const startWorker = () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

/**
 * Aborting ends the workers at once.
 * @returns null when it took longer than a puzzle lives
 * @throws AbortError when it was aborted
 */
export async function solveWork(
  challenge: WorkChallenge,
  controller: AbortController,
  createWorker: () => Worker = startWorker,
): Promise<WorkSolution | null> {
  const { signal } = controller;
  const workers: Worker[] = [];
  const dismiss = () => {
    for (const worker of workers) worker.terminate();
  };
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  const solve = async () => {
    const concurrency = Math.min(navigator.hardwareConcurrency || 2, mostWorkers);
    try {
      return await solveChallengeWorkers({
        ...{ challenge, concurrency, controller, timeout },
        createWorker() {
          const worker = createWorker();
          workers.push(worker);
          return worker;
        },
      });
    } catch {
      dismiss();
      return await solveChallenge({ challenge, controller, timeout, deriveKey: inSlices(deriveKey) });
    }
  };
  try {
    signal.throwIfAborted();
    return await Promise.race([solve(), aborted]);
  } finally {
    dismiss();
  }
}

/** Lets the page draw between two slices of work. */
function inSlices(derive: DeriveKeyFunction): DeriveKeyFunction {
  let startedAt = performance.now();
  return async (...given) => {
    if (performance.now() - startedAt > slice) {
      await new Promise((resolve) => setTimeout(resolve));
      startedAt = performance.now();
    }
    return derive(...given);
  };
}
