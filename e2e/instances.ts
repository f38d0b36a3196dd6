// Instances of the production build that share everything: one Redis, one PostgreSQL, one vendor of text messages.
import { test as base } from "@playwright/test";
import { type PostgresServer, startPostgres } from "@/lib/testing/servers/postgres";
import { type RedisServer, startRedis } from "@/lib/testing/servers/redis";
import { type Server, spawnServer } from "./server";
import { startTextVendor, type TextVendor } from "./vendor";

export { expect } from "@playwright/test";

type Settings = Record<string, string>;

export interface Shared {
  redis: RedisServer;
  postgres: PostgresServer;
  texts: TextVendor;
  /** What leads an instance to all of it. Callers say who they are, as a proxy of ours would. */
  settings(databaseUrl: string): Settings;
  /**
   * Starts one instance for each settings, all at the same moment, on a Redis and a database that are empty.
   * Those that were started before have ended then.
   */
  start<Each extends Settings[]>(...each: Each): Promise<{ [Index in keyof Each]: Server }>;
  stop(): Promise<void>;
}

async function startShared(): Promise<Shared> {
  const [redis, postgres, texts] = await Promise.all([startRedis(), startPostgres(), startTextVendor()]);
  let running: Server[] = [];
  const end = () => Promise.all(running.splice(0).map((server) => server.stop()));
  const settings = (databaseUrl: string) => ({
    ...{ DEMO: "1", TRUSTED_PROXIES: "1", REDIS_URL: redis.url, DATABASE_URL: databaseUrl },
    // Patience for busy machines: these tests are not about deadlines.
    STORE_DEADLINE_MS: "10000",
    ...texts.settings,
  });

  return {
    ...{ redis, postgres, texts, settings },
    async start<Each extends Settings[]>(...each: Each) {
      await end();
      await redis.send(["FLUSHALL"]);
      const common = settings(await postgres.createDatabase());
      running = await Promise.all(each.map((own) => spawnServer({ ...common, ...own })));
      await Promise.all(running.map(untilOpen));
      return running.slice() as { [Index in keyof Each]: Server };
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
