// Instances of the production build that share everything: one Redis, one PostgreSQL, one vendor of text messages.
import { test as base } from "@playwright/test";
import { Client } from "pg";
import { startPostgres } from "@/lib/testing/servers/postgres";
import { type RedisServer, startRedis } from "@/lib/testing/servers/redis";
import { type Server, spawnServer } from "./server";
import { startTextVendor, type TextVendor } from "./vendor";

export { expect } from "@playwright/test";

type Settings = Record<string, string>;

export interface Shared {
  redis: RedisServer;
  texts: TextVendor;
  /**
   * Starts one instance for each settings, all at the same moment, on a Redis and a database that are empty.
   * Those that were started before have ended then. Callers say who they are, as a proxy of ours would.
   */
  start<Each extends Settings[]>(...each: Each): Promise<{ [Index in keyof Each]: Server }>;
  /** What all of those share that were started last, or are to be. */
  settings(): Settings;
  /** Ends one of them where it is, as kill -9 does, and starts it again in its place. */
  crash(server: Server): Promise<Server>;
  /** The rows of a query to the database of those that were started last. */
  rows(query: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

async function startShared(): Promise<Shared> {
  const [redis, postgres, texts] = await Promise.all([startRedis(), startPostgres(), startTextVendor()]);
  const running: Server[] = [];
  let database = "";
  let common: Settings = {};
  const end = () => Promise.all(running.splice(0).map((server) => server.stop()));
  const settingsOf = new Map<Server, Settings>();
  const startOne = async (settings: Settings) => {
    const server = await spawnServer(settings);
    settingsOf.set(server, settings);
    running.push(server);
    return server;
  };

  return {
    ...{ redis, texts },
    async start<Each extends Settings[]>(...each: Each) {
      await end();
      await redis.send(["FLUSHALL"]);
      database = await postgres.createDatabase();
      common = {
        ...{ DEMO: "1", TRUSTED_PROXIES: "1", REDIS_URL: redis.url, DATABASE_URL: database },
        // Patience for busy machines: these tests are not about deadlines.
        STORE_DEADLINE_MS: "10000",
        ...texts.settings,
      };
      const servers = await Promise.all(each.map((own) => startOne({ ...common, ...own })));
      await Promise.all(servers.map(untilOpen));
      return servers as { [Index in keyof Each]: Server };
    },
    settings: () => common,
    async crash(server) {
      await server.stop();
      const settings = { ...settingsOf.get(server), PORT: String(server.port) };
      return untilOpen(await startOne(settings));
    },
    async rows(query) {
      const client = new Client(database);
      await client.connect();
      const { rows } = await client.query(query);
      await client.end();
      return rows;
    },
    async stop() {
      await end();
      await Promise.all([redis.stop(), postgres.stop(), texts.close()]);
    },
  };
}

/** @throws with what it printed, when it ends instead */
export async function untilOpen(server: Server): Promise<Server> {
  if (!(await server.opened)) throw new Error(`An instance did not start:\n${server.output()}`);
  return server;
}

/** For tests that meet no limit: those of the table are there all the same. */
export function limits(rows: Settings = {}): string {
  const generous = {
    ...{ "ip-requests-minute": "1000000/60", "ip-puzzles-minute": "1000000/60" },
    ...{ "ip-sends-day": "1000000/86400", "prefix-hour": "1000000/3600", "country-hour": "1000000/3600" },
    ...{ "prefix-unverified-hour": "1000000/3600", "country-unverified-hour": "1000000/3600" },
    "sends-day": "1000000/86400",
  };
  return Object.entries({ ...generous, ...rows })
    .map(([name, row]) => `${name}=${row}`)
    .join(",");
}

export const test = base.extend<object, { shared: Shared }>({
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const shared = await startShared();
      await use(shared);
      await shared.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});
