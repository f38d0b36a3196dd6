// The whole application on every backend, each beside another database: what happens once happens once, in as many
// round trips as ever.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { type Backend, backends } from "../testing/backends";
import { startLibsql } from "../testing/servers/libsql";
import { startPostgres } from "../testing/servers/postgres";
import { describeOnce } from "./once.contract";
import { describeTrips } from "./trips.contract";

interface Databases {
  /** @returns the URL of an empty one */
  open(): Promise<string>;
  stop(): Promise<void>;
}

const databases: Record<string, () => Promise<Databases>> = {
  async "a file of libSQL"() {
    const folder = mkdtempSync(join(tmpdir(), "firstgate-"));
    let count = 0;
    return {
      open: async () => `file:${join(folder, `${count++}.db`)}`,
      stop: async () => rmSync(folder, { recursive: true }),
    };
  },
  async PostgreSQL() {
    const server = await startPostgres();
    return { open: server.createDatabase, stop: server.stop };
  },
  async "libSQL on another machine"() {
    const servers: Awaited<ReturnType<typeof startLibsql>>[] = [];
    return {
      async open() {
        const server = await startLibsql();
        servers.push(server);
        return server.url;
      },
      async stop() {
        await Promise.all(servers.map((server) => server.stop()));
      },
    };
  },
};

describe.each([
  ["the embedded store", "a file of libSQL"],
  ["a redis-server", "PostgreSQL"],
  ["a Redis Cluster", "PostgreSQL"],
  ["Upstash's REST API", "libSQL on another machine"],
])("%s and %s", (store, database) => {
  let backend: Backend;
  let accounts: Databases;
  beforeAll(async () => {
    [backend, accounts] = await Promise.all([backends[store]?.(), databases[database]?.()] as [
      Promise<Backend>,
      Promise<Databases>,
    ]);
  });
  afterAll(() => Promise.all([backend.stop(), accounts.stop()]));

  const empty = async (): Promise<Backend> => {
    await backend.flush();
    return { ...backend, settings: { ...backend.settings, DATABASE_URL: await accounts.open() } };
  };
  describeOnce(store, async () => (await empty()).settings);
  describeTrips(
    store,
    store === "a Redis Cluster" ? { send: 3, attempt: 2 } : { send: 2, attempt: 1 },
    empty,
  );
});
