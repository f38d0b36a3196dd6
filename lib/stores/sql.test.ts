// Opening a database: by several at once, where it cannot be, and with settings that are wrong.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaks } from "../testing/leaks";
import { type LibsqlDouble, startLibsql } from "../testing/servers/libsql";
import { type PostgresServer, startPostgres } from "../testing/servers/postgres";
import { accountStore } from "./accounts";
import { migrations, migrationsTable, pendingAfter } from "./migrations";
import { openSql } from "./sql";
import { answerWithinMs } from "./sql-outage";

const folder = mkdtempSync(join(tmpdir(), "firstgate-"));
let postgres: PostgresServer;
let libsql: LibsqlDouble;
beforeAll(async () => {
  [postgres, libsql] = await Promise.all([startPostgres(), startLibsql()]);
});
afterAll(async () => {
  await Promise.all([postgres.stop(), libsql.stop()]);
  rmSync(folder, { recursive: true });
});

describe.each([
  { name: "a libSQL file", fresh: async () => `file:${join(folder, "ten/accounts.db")}` },
  { name: "PostgreSQL", fresh: () => postgres.createDatabase() },
  { name: "libSQL on another machine", fresh: async () => libsql.url },
])("$name", ({ fresh }) => {
  it("is migrated once when ten instances open it at the same time, and keeps its rows", async () => {
    const url = await fresh();
    const sqls = await Promise.all(Array.from({ length: 10 }, () => openSql(url, 10_000)));
    const numbers = await Promise.all(sqls.map((sql) => sql.query("SELECT number FROM migrations")));
    expect(numbers.flat().map(({ number }) => Number(number))).toEqual(
      Array(10)
        .fill([...migrations.keys()])
        .flat(),
    );

    const ada = {
      id: "ada",
      email: "ada@example.com",
      phone: null,
      name: null,
      passwordHash: null,
      createdAt: 1,
    };
    const session = {
      ...{ digest: "digest", accountId: "ada", browser: null, system: null, country: null },
      ...{ createdAt: 1, lastSeenAt: 1, expiresAt: 2 },
    };
    const [one, other] = sqls.map(accountStore);
    expect(await one?.insert(ada, session)).toBe(true);
    expect(await other?.insert({ ...ada, id: "eve" }, { ...session, digest: "other" })).toBe(false);
    await Promise.all(sqls.map((sql) => sql.close()));

    const later = await openSql(url, 10_000);
    expect(await accountStore(later).findByAddress("email", ada.email)).toEqual(ada);
    await later.close();
  });
});

it("what is left to migrate is known by number, also where numbers come as text", () => {
  expect(pendingAfter([]).map(({ number }) => number)).toEqual([...migrations.keys()]);
  expect(pendingAfter([...migrations.keys()].map((number) => ({ number: String(number) })))).toEqual([]);
});

describe("a database of the first version", () => {
  it("keeps its sessions, which nobody has seen since they began", async () => {
    const path = join(folder, "first.db");
    const first = new Database(path);
    first.exec(migrationsTable);
    for (const statement of migrations[0] ?? []) first.exec(statement);
    first.exec(`INSERT INTO migrations VALUES (0);
      INSERT INTO accounts VALUES ('ada', 'ada@example.com', NULL, NULL, NULL, 1);
      INSERT INTO sessions VALUES ('digest', 'ada', 5, 9)`);
    first.close();

    const sql = await openSql(`file:${path}`);
    expect((await accountStore(sql).findBySession("digest", 8))?.session).toEqual({
      ...{ digest: "digest", accountId: "ada", browser: null, system: null, country: null },
      ...{ createdAt: 5, lastSeenAt: 5, expiresAt: 9 },
    });
    await sql.close();
  });
});

describe("a libSQL file", () => {
  it("that cannot be used is refused at once", async () => {
    await expect(openSql("file:/dev/null/accounts.db")).rejects.toThrow();
  });

  it("that somebody else holds is an outage within a second", async () => {
    const path = join(folder, "held.db");
    const sql = await openSql(`file:${path}`);
    const holder = new Database(path);
    holder.exec("BEGIN IMMEDIATE");
    const began = performance.now();
    await expect(sql.transaction([["DELETE FROM sessions", []]])).rejects.toThrow("database is down");
    expect(performance.now() - began).toBeLessThan(answerWithinMs + 200);
    holder.exec("ROLLBACK");
    await sql.transaction([["DELETE FROM sessions", []]]);
    holder.close();
    await sql.close();
  });
});

describe("on another machine", () => {
  it.each([
    ["a wrong password", () => postgres.url().replace(/:[^:@/]+@/, ":a-wrong-secret@"), /FATAL 28P01/],
    ["an unknown database", () => postgres.url("nowhere"), /FATAL 3D000/],
    ["a wrong token", () => libsql.url.replace(libsql.token, "a-wrong-secret"), /HTTP 401/],
    [
      "a host that is not known",
      () => "postgres://ada:a-wrong-secret@nowhere.invalid/db",
      /ENOTFOUND|EAI_AGAIN/,
    ],
    [
      "another host that is not known",
      () => "libsql://nowhere.invalid?authToken=a-wrong-secret",
      /ENOTFOUND|EAI/,
    ],
    ["TLS where there is none", () => `${postgres.url()}?sslmode=verify-full`, /SSL/],
  ])("%s is an outage that says why, and nothing more", async (_, url, why) => {
    const sql = await openSql(url());
    const failure = await sql.query("SELECT 1").catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "Outage", part: "database" });
    expect(String((failure as Error).cause)).toMatch(why);
    expect(leaks(failure, ["a-wrong-secret", libsql.token, "password-of-the-test-server"])).toEqual([]);
    await sql.close();
  });

  it.each([
    "postgres://ada:a-secret@host:notaport/db",
    "postgres://ada:a-secret@host/db?sslrootcert=/nowhere/ca.pem",
    "libsql://host:notaport?authToken=a-secret",
    "libsql://host?authToken=a-secret&unknown=1",
  ])("an address that cannot be read is refused at once, without its secret: %s", async (url) => {
    const failure = await openSql(url).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(leaks(failure, ["a-secret"])).toEqual([]);
  });
});
