// What a form hears of the server: that it is at work, and the last refusal, with the moment at which its waiting time
// ends.
"use client";
import { useState } from "react";
import { ApiProblem } from "@/lib/api-client";
import type { Refusal } from "./problem-sentence";
import { momentIn } from "./use-seconds-left";

/** A refusal and the moment its `retryAfter` ends. */
export type TimedRefusal = Refusal & { readyAt?: number | undefined };

/** Whatever else was thrown is a mistake of ours, and is thrown on. */
export function refusalIn(error: unknown): TimedRefusal {
  if (!(error instanceof ApiProblem)) throw error;
  const { problem } = error;
  return problem.retryAfter === undefined ? problem : { ...problem, readyAt: momentIn(problem.retryAfter) };
}

export function useRefusal() {
  const [refusal, setRefusal] = useState<TimedRefusal>();
  const [busy, setBusy] = useState(false);
  return {
    refusal,
    /** Takes what was thrown for a refusal. */
    refuse(error: unknown) {
      const refused = refusalIn(error);
      setRefusal(refused);
      return refused;
    },
    /** The person acts on it: it has been read. */
    answer: () => setRefusal(undefined),
    busy,
    /** Is busy until the work is done. */
    async during(work: () => Promise<void>) {
      setBusy(true);
      try {
        await work();
      } finally {
        setBusy(false);
      }
    },
  };
}
