import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type LibsqlDouble, startLibsql } from "../testing/servers/libsql";
import { type PostgresServer, startPostgres } from "../testing/servers/postgres";
import { describeAccounts } from "./accounts.contract";
import { openSql, type Sql } from "./sql";

const folder = mkdtempSync(join(tmpdir(), "firstgate-"));
const doubles: LibsqlDouble[] = [];
let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await Promise.all([postgres.stop(), ...doubles.map((double) => double.stop())]);
  rmSync(folder, { recursive: true });
});

/** With the patience of a busy machine: how long anybody waits is a matter of the outage tests. */
const open = (url: string) => openSql(url, 10_000);
const twice = (url: string): Promise<[Sql, Sql]> => Promise.all([open(url), open(url)]);

describeAccounts("libSQL in memory", async () => [await open("file::memory:")]);

let count = 0;
describeAccounts("a libSQL file", () => twice(`file:${join(folder, `${count++}/accounts.db`)}`));

describeAccounts("PostgreSQL", async () => twice(await postgres.createDatabase()));

describeAccounts("libSQL on another machine", async () => {
  const double = await startLibsql();
  doubles.push(double);
  return twice(double.url);
});
