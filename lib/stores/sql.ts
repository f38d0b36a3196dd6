import "server-only";
// The SQL database behind one small seam: portable statements with $1 placeholders, rows back.
// Portable means: TEXT and BIGINT columns, unique constraints, ON CONFLICT … RETURNING.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { Outage } from "../problem";
import { migrations } from "./migrations";

export type SqlValue = string | number | null;

export interface Sql {
  query<Row extends Record<string, SqlValue>>(statement: string, values?: SqlValue[]): Promise<Row[]>;
  /** All statements or none; the rows of each. */
  transaction(statements: readonly (readonly [string, SqlValue[]])[]): Promise<Record<string, SqlValue>[][]>;
  close(): Promise<void>;
}

/** @param url `file:path`, relative to the working folder, or `file::memory:` */
export async function openSql(url: string): Promise<Sql> {
  const path = url.replace(/^file:(\/\/)?/, "");
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const database = new Database(path);
  // WAL lets readers go on beside a writer; FULL makes an acknowledged account survive a power cut.
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON",
  );
  migrate(database);

  const prepared = new Map<string, Database.Statement>();

  function run(statement: string, values: SqlValue[]): never[] {
    let ready = prepared.get(statement);
    if (!ready) {
      ready = database.prepare(statement.replace(/\$(\d+)/g, "?$1"));
      prepared.set(statement, ready);
    }
    if (ready.reader) return ready.all(...values) as never[];
    ready.run(...values);
    return [];
  }

  /** The driver is synchronous, so what runs in one go is alone on this connection. */
  async function orOutage<Result>(work: () => Result): Promise<Result> {
    try {
      return work();
    } catch (error) {
      throw new Outage("database", error);
    }
  }

  return {
    query: (statement, values = []) => orOutage(() => run(statement, values)),
    transaction: (statements) =>
      orOutage(() =>
        atomically(database, () => statements.map(([statement, values]) => run(statement, values))),
      ),
    close: async () => {
      database.close();
    },
  };
}

/** Under a write lock from the start: whoever waits for it sees what the one before has done. */
function atomically<Result>(database: Database.Database, work: () => Result): Result {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** Each migration runs once, so that several instances may start at the same time. */
function migrate(database: Database.Database) {
  atomically(database, () => {
    database.exec("CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY)");
    const done = database.prepare("SELECT number FROM migrations").all() as { number: number }[];
    for (const [index, statements] of migrations.entries()) {
      if (done.some(({ number }) => number === index)) continue;
      for (const statement of statements) database.exec(statement);
      database.prepare("INSERT INTO migrations (number) VALUES (?)").run(index);
    }
  });
}
