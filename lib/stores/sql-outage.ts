import "server-only";
// What goes wrong in a database, without what is in it; and how long anybody waits for it.
import { Outage } from "../problem";

/** A request must answer within a second, whatever the database does, and has other things to do as well. */
export const answerWithinMs = 600;

/**
 * Drivers tell data: "Key (email)=(ada@example.com) already exists", the parameters, the body of a reply. What is
 * kept is a code.
 */
export function databaseOutage(thrown: unknown): Outage {
  return thrown instanceof Outage ? thrown : new Outage("database", new Error(withoutData(thrown)));
}

/** Whether a statement was refused because what it wrote must be unique, and is another's. */
export const isTaken = (thrown: unknown): boolean =>
  thrown instanceof Outage &&
  thrown.cause instanceof Error &&
  /\b(23505|SQLITE_CONSTRAINT_UNIQUE)\b/.test(thrown.cause.message);

function withoutData(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "unknown";
  const { code, severity, status } = thrown as { code?: unknown; severity?: unknown; status?: unknown };
  // The libSQL client says more in the cause: the status, or why there was no connection.
  const inner = thrown.cause instanceof Error ? [withoutData(thrown.cause)] : [];
  const codes = [severity, code].filter((text) => typeof text === "string" && /^[A-Z0-9_]+$/.test(text));
  if (typeof status === "number") codes.push(`HTTP ${status}`);
  if (codes.length > 0) return [...codes, ...inner.filter((text) => /\d/.test(text))].join(" ");
  if (inner.length > 0) return inner.join(" ");
  // Plain errors are sentences of the driver itself; others, such as those of a JSON parser, quote what they read.
  return thrown.name === "Error" ? thrown.message : thrown.name;
}

/**
 * Work on a database that is over at the deadline, done or not.
 * @param work is told by the signal, and leaves nothing behind that could still be sent
 * @throws Outage
 */
export async function inTime<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  const { signal } = deadline;
  // After a stall of our own, what has arrived meanwhile is read first.
  const timer = setTimeout(
    () => setImmediate(() => deadline.abort(new Error(`no answer within ${ms} ms`))),
    ms,
  );
  const over = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  try {
    return await Promise.race([work(signal), over]);
  } catch (error) {
    throw databaseOutage(error);
  } finally {
    clearTimeout(timer);
  }
}
