import "server-only";
// Nobody waits for a store that hangs. Whoever asks gets an outage at the deadline; while an answer is overdue
// nothing more is sent, so that a store that wakes up finds no heap of commands whose askers have long gone.
import type { Timers } from "../ports";
import { Outage } from "../problem";

export type Punctual = <Result>(peer: string, ask: () => Promise<Result>) => Promise<Result>;

const late = Symbol("late");

/** @returns asks one peer at a time within so many milliseconds; peers are judged apart */
export function punctual(timers: Timers, deadlineMs: number): Punctual {
  const overdue = new Map<string, number>();
  const count = (peer: string, more: number) => {
    const now = (overdue.get(peer) ?? 0) + more;
    if (now > 0) overdue.set(peer, now);
    else overdue.delete(peer);
  };

  return async (peer, ask) => {
    if (overdue.has(peer)) throw new Outage("store", new Error("an earlier answer is overdue"));
    const answer = ask();
    let stop = () => {};
    const alarm = new Promise<typeof late>((ring) => {
      // After a stall of our own, what has arrived meanwhile is read first.
      stop = timers.after(deadlineMs, () => setImmediate(ring, late));
    });
    const first = await Promise.race([answer, alarm]).finally(stop);
    if (first !== late) return first;
    count(peer, 1);
    const settle = () => count(peer, -1);
    answer.then(settle, settle);
    throw new Outage("store", new Error(`no answer within ${deadlineMs} ms`));
  };
}
