// How long others must wait says what they did, and when: whoever holds no challenge for an address hears it only
// roughly. Pure.
import { Problem } from "../problem";
import { type LimitTable, limitTable, type RowName } from "./policy";

/** A person waits a quarter of a window too long at most, and a stranger learns no more than that. */
const stepsInWindow = 4;
const leastStepSeconds = 60;

/**
 * Rounds the wait of a refusal up, so that it is over when it says so.
 * @param exact rows that the caller may know: what it counts itself, or holds a challenge for
 */
export function vague(error: unknown, table: LimitTable, exact: (row: RowName) => boolean): unknown {
  if (!(error instanceof Problem)) return error;
  const { limit, retryAfter } = error.members;
  if (retryAfter === undefined || !isRow(limit) || exact(limit)) return error;
  const { seconds } = table[limit];
  const step = Math.max(seconds / stepsInWindow, leastStepSeconds);
  const rounded = Math.min(seconds, Math.ceil(Math.ceil(retryAfter / step) * step));
  return new Problem(error.code, { ...error.members, retryAfter: Math.max(retryAfter, rounded) });
}

const isRow = (name: string | undefined): name is RowName =>
  name !== undefined && Object.hasOwn(limitTable, name);
