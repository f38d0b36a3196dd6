import "server-only";
// libSQL on another machine (Turso, or a libsql-server of one's own), over HTTP. Every call is one request and a
// transaction is one batch, so no connection can be left in the middle of one.
import { type Client, createClient, type ResultSet } from "@libsql/client/http";
import { Agent, fetch } from "undici";
import { migrationsTable, pendingAfter } from "./migrations";
import type { Sql, SqlRow, SqlStatement, SqlValue } from "./sql";
import { databaseOutage, inTime } from "./sql-outage";
import { migrateWithinMs, remoteSql } from "./sql-remote";

/** Requests of one process at a time; the others wait, within their deadline. */
const connections = 32;

/**
 * The token is part of the URL: `libsql://host?authToken=…`. TLS is always used, except with `?tls=0`.
 * @throws when the URL cannot be read
 */
export function openLibsql(url: string, withinMs: number): Sql {
  const agent = new Agent({ connections, connect: { timeout: withinMs } });

  /** Made for one call: its deadline ends the request, whether it was sent or still waits. */
  const clientUntil = (signal: AbortSignal) =>
    createClient({
      url,
      fetch: async (request: Request) =>
        fetch(request.url, {
          method: request.method,
          headers: [...request.headers],
          body: await request.text(),
          // The token is for this host alone.
          redirect: "error",
          dispatcher: agent,
          signal,
        }),
    });

  try {
    clientUntil(AbortSignal.abort()).close();
  } catch (error) {
    // The client quotes the URL, and with it the token.
    throw databaseOutage(error).cause;
  }

  /** In one request, and one transaction: its first statement is BEGIN IMMEDIATE. */
  async function batch(client: Client, statements: readonly SqlStatement[]): Promise<SqlRow[][]> {
    const results = await client.batch(
      statements.map(([sql, args]) => ({ sql: numbered(sql), args })),
      "write",
    );
    return results.map(rowsOf);
  }

  const noted = (signal: AbortSignal) =>
    batch(clientUntil(signal), [
      [migrationsTable, []],
      ["SELECT number FROM migrations", []],
    ]).then(([, rows = []]) => rows);

  return remoteSql(
    {
      async migrate() {
        const done = await inTime(withinMs, noted);
        for (const { number, statements } of pendingAfter(done)) {
          try {
            await inTime(migrateWithinMs, (signal) =>
              // The note comes first: where another instance has left it, nothing else is done.
              batch(clientUntil(signal), [
                ["INSERT INTO migrations (number) VALUES ($1)", [number]],
                ...statements.map((statement): SqlStatement => [statement, []]),
              ]),
            );
          } catch (error) {
            const now = await inTime(withinMs, noted);
            if (pendingAfter(now).some((pending) => pending.number === number)) throw error;
          }
        }
      },
      query: async (signal, statement, values) =>
        rowsOf(await clientUntil(signal).execute({ sql: numbered(statement), args: values })),
      transaction: (signal, statements) => batch(clientUntil(signal), statements),
      close: () => agent.destroy(),
    },
    withinMs,
  );
}

const numbered = (statement: string) => statement.replace(/\$(\d+)/g, "?$1");

function rowsOf({ columns, rows }: ResultSet): SqlRow[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index] as SqlValue])),
  );
}
