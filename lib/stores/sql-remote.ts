import "server-only";
// What databases on other machines share: they may be away when the process starts, and nobody waits for them
// longer than a deadline. They are migrated on first use, and on the next one again if that did not succeed.
import type { Sql, SqlRow, SqlStatement, SqlValue } from "./sql";
import { inTime } from "./sql-outage";

/** A migration may have to wait for the one of another instance. */
export const migrateWithinMs = 30_000;

export interface RemoteDatabase {
  /** Safe when other instances do the same. */
  migrate(): Promise<void>;
  query(signal: AbortSignal, statement: string, values: SqlValue[]): Promise<SqlRow[]>;
  transaction(signal: AbortSignal, statements: readonly SqlStatement[]): Promise<SqlRow[][]>;
  close(): Promise<void>;
}

export function remoteSql(database: RemoteDatabase, withinMs: number): Sql {
  let migration: Promise<void> | undefined;
  const migrated = () => {
    migration ??= database.migrate().catch((error) => {
      migration = undefined;
      throw error;
    });
    return migration;
  };
  // Whoever uses it first hears of a failure.
  migrated().catch(() => {});

  const answer = <Result>(work: (signal: AbortSignal) => Promise<Result>) =>
    inTime(withinMs, async (signal) => {
      await migrated();
      signal.throwIfAborted();
      return work(signal);
    });

  return {
    query: <Row extends SqlRow>(statement: string, values: SqlValue[] = []) =>
      answer((signal) => database.query(signal, statement, values)) as Promise<Row[]>,
    transaction: (statements) => answer((signal) => database.transaction(signal, statements)),
    // A database that hangs does not keep the process from ending.
    close: () => inTime(withinMs, () => database.close()).catch(() => {}),
  };
}
