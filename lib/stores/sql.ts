import "server-only";
// The SQL database behind one small seam: portable statements with $1 placeholders, rows back.
// Portable means: TEXT and BIGINT columns, unique constraints, ON CONFLICT … RETURNING. BIGINT may come as text.
import { openFile } from "./sql-file";
import { answerWithinMs } from "./sql-outage";

export type SqlValue = string | number | null;
export type SqlRow = Record<string, SqlValue>;
export type SqlStatement = readonly [string, SqlValue[]];

/** Whatever goes wrong is an Outage that carries no data. */
export interface Sql {
  query<Row extends SqlRow>(statement: string, values?: SqlValue[]): Promise<Row[]>;
  /** All statements or none; the rows of each. After an Outage either may be the case: the answer may be lost. */
  transaction(statements: readonly SqlStatement[]): Promise<SqlRow[][]>;
  close(): Promise<void>;
}

/**
 * Opens a database and brings its tables up to date, safely when several instances start at once.
 * `file:path`, relative to the working folder, or `file::memory:`; throws when it cannot be used.
 * `libsql://host?authToken=…`, or `postgres://user:password@host/database`; both may be away: until they are there,
 * every use is an Outage. What only these need is loaded only for them.
 * @param withinMs for one query or one transaction, with all the waiting and connecting
 */
export async function openSql(url: string, withinMs = answerWithinMs): Promise<Sql> {
  if (/^postgres(ql)?:/.test(url)) return (await import("./sql-postgres")).openPostgres(url, withinMs);
  if (url.startsWith("libsql:")) return (await import("./sql-libsql")).openLibsql(url, withinMs);
  return openFile(url, withinMs);
}
