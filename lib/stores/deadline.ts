import "server-only";
// Nobody waits for a store that hangs. Whoever asks gets an outage at the deadline; while an answer is overdue
// nothing more is sent, so that a store that wakes up finds no heap of commands whose askers have long gone.
import type { Timers } from "../ports";
import { Outage } from "../problem";

export type Punctual = <Result>(peer: string, ask: () => Promise<Result>) => Promise<Result>;

/**
 * @param deadlineMs for one answer. A call makes two round trips at most before it answers, and is to answer
 * within a second whatever the store does.
 * @returns asks one peer at a time; peers are judged apart
 */
export function punctual(timers: Timers, deadlineMs: number): Punctual {
  /** Answers that are overdue, by peer. */
  const overdue = new Map<string, number>();

  const settleLate = (peer: string) => {
    const left = (overdue.get(peer) ?? 1) - 1;
    if (left > 0) overdue.set(peer, left);
    else overdue.delete(peer);
  };

  return async (peer, ask) => {
    if (overdue.has(peer)) throw new Outage("store", new Error("an earlier answer is overdue"));
    const answer = ask();
    let settled = false;
    let late = false;
    let stop = () => {};
    const deadline = new Promise<never>((_, reject) => {
      stop = timers.after(deadlineMs, () =>
        // After a stall of our own, what has arrived meanwhile is read first.
        setImmediate(() => {
          if (settled) return;
          late = true;
          overdue.set(peer, (overdue.get(peer) ?? 0) + 1);
          reject(new Outage("store", new Error(`no answer within ${deadlineMs} ms`)));
        }),
      );
    });
    const settle = () => {
      settled = true;
      stop();
      if (late) settleLate(peer);
    };
    answer.then(settle, settle);
    return Promise.race([answer, deadline]);
  };
}
