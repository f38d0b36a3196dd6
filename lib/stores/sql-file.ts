import "server-only";
// libSQL in this process, in a file or in memory.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { migrationsTable, pendingAfter } from "./migrations";
import type { Sql, SqlValue } from "./sql";
import { databaseOutage } from "./sql-outage";

/** @throws when the file cannot be used */
export function openFile(url: string, withinMs: number): Sql {
  const path = url.replace(/^file:(\/\/)?/, "");
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const database = new Database(path);
  // WAL lets readers go on beside a writer; FULL makes an acknowledged account survive a power cut.
  database.exec(
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
  );
  migrate(database);
  // From now on somebody waits for the answer, and everybody else for this thread.
  database.exec(`PRAGMA busy_timeout = ${withinMs}`);

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
      throw databaseOutage(error);
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
    database.exec(migrationsTable);
    const done = database.prepare("SELECT number FROM migrations").all() as { number: number }[];
    for (const { number, statements } of pendingAfter(done)) {
      for (const statement of statements) database.exec(statement);
      database.prepare("INSERT INTO migrations (number) VALUES (?)").run(number);
    }
  });
}
