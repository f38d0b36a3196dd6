import "server-only";
// PostgreSQL through pg and its pool. A connection that failed at anything, or fell silent, is never used again.
import { Client, Pool, type PoolClient } from "pg";
import { migrationsTable, pendingAfter } from "./migrations";
import type { Sql } from "./sql";
import { inTime } from "./sql-outage";
import { migrateWithinMs, remoteSql } from "./sql-remote";

/** Connections of one process: ten instances fit into the hundred that PostgreSQL takes by default. */
const connections = 10;

/** Of the lock under which instances migrate one after the other: the name, as a number. */
const migrationLock = 0x66677465;

const noSuchTable = "42P01";

/**
 * TLS is chosen in the URL, and pg 8 is stricter than libpq: `sslmode=require`, `prefer`, `verify-ca` and
 * `verify-full` all check the certificate and the name (the first three with a warning that pg 9 will not);
 * `sslmode=no-verify` encrypts and checks nothing; without `sslmode` there is no TLS. `sslrootcert=path` names an
 * authority of one's own, and `uselibpqcompat=true` gives each mode libpq's meaning.
 * @throws when the URL or a file it names cannot be read
 */
export function openPostgres(url: string, withinMs: number): Sql {
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: withinMs,
    keepAlive: true,
  };
  // Reads the URL now rather than with the first query, when it would look like an outage.
  new Client(settings);
  const pool = new Pool({ ...settings, max: connections, allowExitOnIdle: true });
  const onConnection = connectionsOf(pool);

  async function migrate() {
    const done = await inTime(withinMs, (signal) =>
      onConnection(signal, async (client) => {
        try {
          return (await client.query("SELECT number FROM migrations")).rows;
        } catch (error) {
          if ((error as { code?: unknown }).code === noSuchTable) return [];
          throw error;
        }
      }),
    );
    if (pendingAfter(done).length === 0) return;
    await inTime(migrateWithinMs, (signal) =>
      onConnection(signal, async (client) => {
        await client.query("BEGIN");
        await client.query(`SELECT pg_advisory_xact_lock(${migrationLock})`);
        await client.query(migrationsTable);
        const { rows } = await client.query("SELECT number FROM migrations");
        for (const { number, statements } of pendingAfter(rows)) {
          for (const statement of statements) await client.query(statement);
          await client.query("INSERT INTO migrations (number) VALUES ($1)", [number]);
        }
        await client.query("COMMIT");
      }),
    );
  }

  return remoteSql(
    {
      migrate,
      query: (signal, statement, values) =>
        onConnection(signal, async (client) => (await client.query(statement, values)).rows),
      transaction: (signal, statements) =>
        onConnection(signal, async (client) => {
          // One by one: a transaction whose process went away can then be left with its COMMIT at most, not with
          // statements that would run after those of the next try. The server gives up when we do, so that nobody
          // waits for the locks of one that was forgotten.
          await client.query(
            `BEGIN; SET LOCAL statement_timeout = ${withinMs};
           SET LOCAL idle_in_transaction_session_timeout = ${withinMs}`,
          );
          const results = [];
          for (const [statement, values] of statements)
            results.push((await client.query(statement, values)).rows);
          await client.query("COMMIT");
          return results;
        }),
      close: () => pool.end(),
    },
    withinMs,
  );
}

/** @returns runs work on a connection of its own, and ends the connection unless the work is done in time */
function connectionsOf(pool: Pool) {
  /** When each connection answered last. */
  const answered = new WeakMap<PoolClient, number>();
  /** A query sent at this time got no answer. */
  let silentSince = 0;
  // Whoever uses a connection hears of its failure; one that nobody uses leaves the pool by itself.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
    answered.set(client, performance.now());
  });

  /** One that fell silent casts doubt on those beside it which have not answered since. */
  async function take(signal: AbortSignal): Promise<PoolClient> {
    for (;;) {
      const client = await pool.connect();
      if (signal.aborted) {
        client.release();
        throw signal.reason;
      }
      if ((answered.get(client) ?? 0) >= silentSince) return client;
      client.release(true);
    }
  }

  return async <Result>(
    signal: AbortSignal,
    work: (client: PoolClient) => Promise<Result>,
  ): Promise<Result> => {
    const client = await take(signal);
    const began = performance.now();
    const abandon = () => {
      silentSince = Math.max(silentSince, began);
      client.release(true);
    };
    signal.addEventListener("abort", abandon);
    try {
      const result = await work(client);
      answered.set(client, performance.now());
      if (!signal.aborted) client.release();
      return result;
    } catch (error) {
      if (!signal.aborted) client.release(true);
      throw error;
    } finally {
      signal.removeEventListener("abort", abandon);
    }
  };
}
