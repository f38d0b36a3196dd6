import "server-only";
// Nobody waits for a store that hangs. Whoever asks gets an outage at the deadline; while an answer is overdue
// nothing more is sent, so that a store that wakes up finds no heap of commands whose askers have long gone.
import type { Timers } from "../ports";
import { Outage } from "../problem";

export type Punctual = <Result>(peer: string, ask: () => Promise<Result>) => Promise<Result>;

/** @returns asks one peer at a time within so many milliseconds; peers are judged apart */
export function punctual(timers: Timers, deadlineMs: number): Punctual {
  const overdue = new Map<string, number>();
  const count = (peer: string, more: number) => {
    const now = (overdue.get(peer) ?? 0) + more;
    if (now > 0) overdue.set(peer, now);
    else overdue.delete(peer);
  };

  return (peer, ask) =>
    new Promise((resolve, reject) => {
      if (overdue.has(peer)) throw new Outage("store", new Error("an earlier answer is overdue"));
      const answer = ask();
      let isOver = false;
      let isLate = false;
      const ring = () => {
        if (isOver) return;
        isLate = true;
        count(peer, 1);
        reject(new Outage("store", new Error(`no answer within ${deadlineMs} ms`)));
      };
      // After a stall of our own, what has arrived meanwhile is read first.
      const stop = timers.after(deadlineMs, () => setImmediate(ring));
      const end = () => {
        isOver = true;
        stop();
        if (isLate) count(peer, -1);
      };
      answer.then(
        (result) => {
          end();
          resolve(result);
        },
        (error: unknown) => {
          end();
          reject(error);
        },
      );
    });
}
