// The last refusal of a form, with the moment at which its waiting time ends.
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
  };
}
