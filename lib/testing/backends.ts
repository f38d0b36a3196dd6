// Every backend of the store, for the contracts: started for real, reached the way the product reaches it.
import type { Clock } from "../ports";
import { punctual } from "../stores/deadline";
import { createEmbeddedEngine } from "../stores/embedded/engine";
import { openRedis, type Redis } from "../stores/redis";
import { redisCluster } from "../stores/redis-cluster";
import { redisServer } from "../stores/redis-server";
import { parseRedisUrl } from "../stores/redis-url";
import { upstash } from "../stores/upstash";
import { entriesOf } from "./entries";
import { type Entry, startRedis, startRedisCluster } from "./servers/redis";
import { startUpstash } from "./servers/upstash";

export interface Backend {
  /** What leads an application to it. */
  settings: Record<string, string>;
  /** An empty store that tells this time. */
  open(clock: Clock): Promise<OpenStore>;
  /** Requests that reached it, where it can tell. */
  requests?(): number;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface OpenStore {
  redis: Redis;
  entries(): Promise<Entry[]>;
}

/** Patience for busy machines: these are not about deadlines. */
const patienceMs = 10_000;

const timers = {
  after(ms: number, ring: () => void) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

export const backends: Record<string, () => Promise<Backend>> = {
  "the embedded store": async () => ({
    settings: {},
    async open({ now }) {
      const engine = await createEmbeddedEngine({ clock: now });
      return { redis: openRedis(engine), entries: () => entriesOf(engine) };
    },
    flush: async () => {},
    stop: async () => {},
  }),

  "a redis-server": async () => {
    const server = await startRedis();
    const flush = async () => void (await server.send(["FLUSHALL"]));
    return overTcp(server.url, flush, server.entries, server.stop);
  },

  "a Redis Cluster": async () => {
    const cluster = await startRedisCluster();
    return overTcp(cluster.url, cluster.flush, cluster.entries, cluster.stop);
  },

  "Upstash's REST API": async () => {
    const server = await startRedis();
    const double = await startUpstash(server);
    const store = upstash(double.url, double.token, patienceMs);
    const flush = async () => void (await server.send(["FLUSHALL"]));
    return {
      settings: {
        UPSTASH_REDIS_REST_URL: double.url,
        UPSTASH_REDIS_REST_TOKEN: double.token,
        STORE_DEADLINE_MS: String(patienceMs),
      },
      async open() {
        await flush();
        return { redis: openRedis(store.requester), entries: server.entries };
      },
      requests: double.requests,
      flush,
      async stop() {
        await double.stop();
        await server.stop();
      },
    };
  },
};

function overTcp(
  url: string,
  flush: () => Promise<void>,
  entries: () => Promise<Entry[]>,
  stop: () => Promise<void>,
): Backend {
  const address = parseRedisUrl(url);
  const store = (address.nodes.length > 1 ? redisCluster : redisServer)(
    address,
    punctual(timers, patienceMs),
  );
  return {
    settings: { REDIS_URL: url, STORE_DEADLINE_MS: String(patienceMs) },
    async open() {
      await flush();
      return { redis: openRedis((await store).requester), entries };
    },
    flush,
    async stop() {
      // It would go on trying to connect.
      await (await store).close();
      await stop();
    },
  };
}
