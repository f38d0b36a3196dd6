// What becomes of a request while the database is away: refused, silent, killed, or not yet there.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LibsqlDouble, startLibsql } from "../testing/servers/libsql";
import { type PostgresServer, startPostgres } from "../testing/servers/postgres";
import { accountStore } from "./accounts";
import { openSql, type Sql } from "./sql";

/** What a request has, and what a return may take. Where a busy machine takes longer, it may try again. */
const second = 1000;
const back = { timeout: 2 * second, interval: 20 };

let sql: Sql;
afterEach(() => sql.close());

/** @returns after how many milliseconds it was an outage */
async function outage(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await expect(work).rejects.toMatchObject({ name: "Outage", part: "database" });
  return performance.now() - began;
}

const ping = () => sql.query("SELECT 1 AS one");
const insertAda = () =>
  accountStore(sql).insert(
    { id: "ada", email: "ada@example.com", phone: null, name: null, passwordHash: null, createdAt: 1 },
    {
      ...{ digest: "digest", accountId: "ada", browser: null, system: null, country: null },
      ...{ createdAt: 1, lastSeenAt: 1, expiresAt: 2 },
    },
  );
const people = () => sql.query("SELECT id FROM accounts");

/** More at once than there are connections, so that nothing is left of what has failed. */
const twentyPings = () => Promise.all(Array.from({ length: 20 }, ping));

describe("PostgreSQL", { retry: 2 }, () => {
  let server: PostgresServer;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
  });
  beforeEach(async () => {
    url = await server.createDatabase();
    sql = await openSql(url);
    await vi.waitFor(twentyPings, back);
  });
  afterAll(() => server.stop());

  it("that hangs is an outage within a second, for everybody, and works again when it goes on", async () => {
    server.pause();
    try {
      for (const ms of await Promise.all(Array.from({ length: 30 }, () => outage(ping()))))
        expect(ms).toBeLessThan(second);
      expect(await outage(insertAda())).toBeLessThan(second);
    } finally {
      server.resume();
    }
    await vi.waitFor(ping, back);
    await twentyPings();
    expect(await insertAda()).toBe(true);
  });

  it("that was killed refuses at once, and works again when it has returned", async () => {
    await server.kill();
    expect(await outage(ping())).toBeLessThan(second);
    expect(await outage(insertAda())).toBeLessThan(second);
    await server.restart();
    await vi.waitFor(ping, back);
    await twentyPings();
    expect(await insertAda()).toBe(true);
  });

  it("that is killed in the middle of a transaction has done nothing of it", async () => {
    const failed = outage(
      sql.transaction([
        ["INSERT INTO accounts (id, created_at) VALUES ('ada', 1)", []],
        ["SELECT pg_sleep(10)", []],
      ]),
    );
    const watcher = await openSql(url);
    const asleep = () => watcher.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
    await vi.waitFor(async () => expect(await asleep()).toHaveLength(1), back);
    await server.kill();
    expect(await failed).toBeLessThan(second);
    await watcher.close();
    await server.restart();
    await vi.waitFor(ping, back);
    expect(await people()).toEqual([]);
    expect(await insertAda()).toBe(true);
  });

  it("that ends one connection after the other costs no request", async () => {
    const watcher = await openSql(url);
    await watcher.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    await vi.waitFor(twentyPings, back);
    await watcher.close();
  });

  it("that is slow with one query answers the others, and leaves no transaction behind", async () => {
    const slow = Array.from({ length: 5 }, () =>
      outage(
        sql.transaction([
          ["INSERT INTO accounts (id, created_at) VALUES ('ada', 1) ON CONFLICT DO NOTHING", []],
          ["SELECT pg_sleep(5)", []],
        ]),
      ),
    );
    for (let count = 0; count < 20; count += 1) await ping();
    for (const ms of await Promise.all(slow)) expect(ms).toBeLessThan(second);
    // The server has given up as well: nothing holds the address.
    await vi.waitFor(async () => expect(await insertAda()).toBe(true), back);
  });

  it("whose connections fell silent for good, as after the loss of a machine, is asked over new ones", async () => {
    const line = await startLine(server.port);
    const overLine = await openSql(url.replace(/:\d+\//, `:${line.port}/`));
    const own = sql;
    sql = overLine;
    await vi.waitFor(twentyPings, back);
    line.silence();
    expect(await outage(ping())).toBeLessThan(second);
    // Not one by one: a single silence casts doubt on all of them.
    await ping();
    await twentyPings();
    await overLine.close();
    line.stop();
    sql = own;
  });

  it.each([
    ["away", () => server.kill(), () => server.restart()],
    ["hanging", async () => server.pause(), async () => server.resume()],
  ])("that is %s at the start is an outage until it comes", async (_, leave, come) => {
    const fresh = await server.createDatabase();
    await sql.close();
    await leave();
    try {
      const began = performance.now();
      sql = await openSql(fresh);
      expect(performance.now() - began).toBeLessThan(200);
      for (let count = 0; count < 3; count += 1) expect(await outage(ping())).toBeLessThan(second);
    } finally {
      await come();
    }
    await vi.waitFor(ping, back);
    expect(await insertAda()).toBe(true);
  });
});

describe("libSQL on another machine", { retry: 2 }, () => {
  let server: LibsqlDouble;
  beforeEach(async () => {
    server = await startLibsql();
    sql = await openSql(server.url);
    await ping();
  });
  afterEach(() => server.stop());

  it.each(["silent", "gone"] as const)("that is %s is an outage within a second", async (how) => {
    await server.behave(how);
    for (const ms of await Promise.all(Array.from({ length: 50 }, () => outage(ping()))))
      expect(ms).toBeLessThan(second);
    expect(await outage(insertAda())).toBeLessThan(second);
    await server.behave("well");
    await vi.waitFor(ping, back);
    expect(await insertAda()).toBe(true);
  });

  it("that loses an answer is an outage, and the same try again replaces what was written", async () => {
    await server.behave("forgetful");
    await outage(insertAda());
    await server.behave("well");
    expect(await people()).toEqual([{ id: "ada" }]);
    expect(await insertAda()).toBe(true);
    expect(await people()).toEqual([{ id: "ada" }]);
  });

  it.each(["silent", "gone"] as const)("that is %s at the start is an outage until it comes", async (how) => {
    const fresh = await startLibsql();
    await fresh.behave(how);
    const early = await openSql(fresh.url);
    for (let count = 0; count < 3; count += 1)
      expect(await outage(early.query("SELECT 1"))).toBeLessThan(second);
    await fresh.behave("well");
    await vi.waitFor(() => early.query("SELECT id FROM accounts"), back);
    await early.close();
    await fresh.stop();
  });

  it("has forgotten its answer to the migration, which is not run twice", async () => {
    const fresh = await startLibsql();
    await fresh.behave("forgetful");
    const early = await openSql(fresh.url);
    for (let count = 0; count < 3; count += 1) await outage(early.query("SELECT 1"));
    await fresh.behave("well");
    expect(await early.query("SELECT id FROM accounts")).toEqual([]);
    await early.close();
    await fresh.stop();
  });
});

/** A line to a server. Once silent, the connections over it stay open and carry nothing; new ones do. */
async function startLine(to: number) {
  const pairs: [Socket, Socket][] = [];
  const server = createServer((near) => {
    const far = connect(to, "127.0.0.1");
    for (const socket of [near, far]) socket.on("error", () => {});
    near.pipe(far).pipe(near);
    pairs.push([near, far]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    silence() {
      for (const pair of pairs) for (const socket of pair) socket.unpipe().pause();
    },
    stop() {
      server.close();
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
  };
}
