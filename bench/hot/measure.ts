// One measurement: a load on a server, and what the server used for it.
import { setTimeout as pause } from "node:timers/promises";
import { cpuMs, mainThreadMs, residentMb } from "../cpu.mjs";
import { helper } from "../processes";
import type { Call } from "./people";
import type { Measured } from "./servers";

/** A server is quiet when it has used nothing for so long: longer than its pool waits before it draws again. */
const quietMs = 120;

export interface Task {
  requests: Call[];
  /** The list begins anew when it ends. */
  repeat?: boolean;
  ms: number;
  /** An open load of so many a second; otherwise a closed one. */
  perSecond?: number;
  /** Whether the answers' bodies are wanted. */
  keep?: boolean;
  /** What every request is to be answered with; others do not count. */
  status: number;
  /** When all is done that the requests asked for, beyond their answers. */
  done?: (requests: number) => Promise<void>;
}

export interface Measurement {
  count: number;
  /** How often anything else was answered. */
  others: Record<string, number>;
  perSecond: number;
  /** Microseconds of processor time per request, of all threads and of the first; NaN where there is no /proc. */
  cpu: number;
  mainThread: number;
  p50: number;
  p99: number;
  residentMb: number;
  /** Bodies in the order of the requests; only where they were wanted. */
  kept: string[];
}

interface Heard {
  answers: Record<string, number>;
  seconds: number;
  p50: number;
  p99: number;
  kept: string[];
}

/** Spells of a load, and what was measured beside it, if anything: before each and after the last. */
export interface Spells {
  own: Measurement[];
  beside: Measurement[];
}

/** Short ones, and in turn: the speed of a shared machine changes from one second to the next. */
export async function inTurn(
  spells: number,
  own: (spell: number) => Promise<Measurement>,
  beside?: () => Promise<Measurement>,
): Promise<Spells> {
  const measured: Spells = { own: [], beside: beside ? [await beside()] : [] };
  for (let spell = 0; spell < spells; spell += 1) {
    measured.own.push(await own(spell));
    if (beside) measured.beside.push(await beside());
  }
  return measured;
}

/** Closed loads ask on so many connections, one request at a time on each. */
export const connections = 64;

export function loader() {
  const { child, tell, hear } = helper("hot/load.mjs");

  /** @throws when no answer is as it should be */
  async function measure({ origin, pid }: Measured, task: Task): Promise<Measurement> {
    const { status, done = async () => {}, ...rest } = task;
    const before = usage(pid);
    tell({ origin, connections, ...rest });
    await hear<"begin">();
    const { answers, seconds, p50, p99, kept } = await hear<Heard>();
    const { [status]: count = 0, ...others } = answers;
    if (count === 0)
      throw new Error(`${task.requests[0]?.path}: wanted ${status}, got ${JSON.stringify(answers)}`);
    const answeredAt = performance.now();
    await done(count);
    const late = performance.now() - answeredAt;
    // What follows the answers is part of their cost.
    await quiet(pid);
    const after = usage(pid);
    return {
      ...{ count, others, p50, p99, kept },
      perSecond: count / (seconds + late / 1000),
      cpu: ((after.cpu - before.cpu) * 1000) / count,
      mainThread: ((after.mainThread - before.mainThread) * 1000) / count,
      residentMb: after.residentMb,
    };
  }

  return { measure, stop: () => child.disconnect(), child };
}

function usage(pid: number) {
  try {
    return { cpu: cpuMs(pid), mainThread: mainThreadMs(pid), residentMb: residentMb(pid) };
  } catch {
    return { cpu: Number.NaN, mainThread: Number.NaN, residentMb: Number.NaN };
  }
}

async function quiet(pid: number): Promise<void> {
  for (let used = usage(pid).cpu, endsAt = performance.now() + 10_000; performance.now() < endsAt; ) {
    await pause(quietMs);
    const now = usage(pid).cpu;
    if (Object.is(now, used)) return;
    used = now;
  }
}
