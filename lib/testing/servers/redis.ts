// Real redis-servers for tests: one by itself, or the three nodes of a cluster.
import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join as pathOf } from "node:path";
import { Redis, ReplyError } from "ioredis";
import { endProgram, freePort, ownFolder, startProgram } from "./processes";

export interface Entry {
  key: string;
  /** Text as it is, a hash as its fields and values in turn. */
  value: unknown;
  /** Milliseconds left; -1 without an end. */
  lifetime: number;
}

export interface RedisServer {
  port: number;
  /** For REDIS_URL. */
  url: string;
  /** Errors of the server as `Error` values, everything else as is; integers beyond 2^53 arrive rounded. */
  send(words: string[]): Promise<unknown>;
  /** Everything it holds. */
  entries(): Promise<Entry[]>;
  pause(): void;
  resume(): void;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with nothing but what its own folder holds. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param flags of redis-server, after those that keep it to itself
 * @param program what comes first: a configuration file, for a server of another kind
 */
export async function startRedis(
  flags = ["--save", "", "--appendonly", "no"],
  program: string[] = [],
): Promise<RedisServer> {
  const folder = ownFolder("redis");
  const port = await freePort();
  const own = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder.path];
  // A master waits five seconds for more replicas than the one that asks, unless told otherwise.
  const prompt = program.length === 0 ? ["--repl-diskless-sync-delay", "0"] : [];
  const start = () =>
    startProgram(
      "redis-server",
      [...program, ...own, ...prompt, ...flags],
      /eady to accept connections|Sentinel ID is/,
      "redis-server",
    );
  let child: ChildProcess = await start();
  let client: Redis | undefined;

  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    async send([name = "", ...args]) {
      // RESP2 as Upstash speaks it; RESP3, the default of ioredis, would reshape replies.
      client ??= new Redis({ port, host: "127.0.0.1", protocol: 2, retryStrategy: () => 50 }).on(
        "error",
        () => {},
      );
      try {
        // Upper case: ioredis reshapes the replies of names that it knows, and it knows them in lower case.
        return await client.call(name.toUpperCase(), args);
      } catch (error) {
        if (error instanceof ReplyError) return error;
        throw error;
      }
    },
    async entries() {
      const keys = (await server.send(["KEYS", "*"])) as string[];
      return Promise.all(
        keys.map(async (key) => {
          const [type, lifetime] = await Promise.all([
            server.send(["TYPE", key]),
            server.send(["PTTL", key]),
          ]);
          const value = await server.send([type === "hash" ? "HGETALL" : "GET", key]);
          return { key, value, lifetime: Number(lifetime) };
        }),
      );
    },
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    kill: () => endProgram(child),
    async restart() {
      await endProgram(child);
      child = await start();
    },
    async stop() {
      client?.disconnect();
      await endProgram(child);
      folder.remove();
    },
  };
  return server;
}

/** One sentinel that watches one server and decides alone, soon. */
export async function startSentinel(master: string, port: number): Promise<RedisServer> {
  const file = ownFolder("sentinel");
  const config = pathOf(file.path, "sentinel.conf");
  writeFileSync(
    config,
    [
      `sentinel monitor ${master} 127.0.0.1 ${port} 1`,
      `sentinel down-after-milliseconds ${master} 500`,
      `sentinel failover-timeout ${master} 2000`,
    ].join("\n"),
  );
  const server = await startRedis([], [config, "--sentinel"]);
  return {
    ...server,
    url: `redis+sentinel://127.0.0.1:${server.port}/${master}`,
    async stop() {
      await server.stop();
      file.remove();
    },
  };
}

export interface RedisCluster {
  nodes: RedisServer[];
  /** For REDIS_URL. */
  url: string;
  /** One more node, which takes the place of this one when it is lost. */
  addReplica(of: RedisServer): Promise<RedisServer>;
  entries(): Promise<Entry[]>;
  /** Empties it. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const slots = 16_384;

/** Three masters that share all slots; without one of them its slots are not served. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all([startNode(), startNode(), startNode()]);
  await Promise.all(
    nodes.map((node, index) => {
      const [from, to] = [index, index + 1].map((part) => Math.ceil((part * slots) / nodes.length));
      return node.send(["CLUSTER", "ADDSLOTSRANGE", String(from), String(Number(to) - 1)]);
    }),
  );
  await join(nodes);

  return {
    nodes,
    url: nodes.map(({ url }) => url).join(","),
    async addReplica(master) {
      const replica = await startNode();
      await join([...nodes, replica]);
      await replica.send(["CLUSTER", "REPLICATE", String(await master.send(["CLUSTER", "MYID"]))]);
      while (!String(await master.send(["INFO", "replication"])).includes("state=online")) await moment();
      return replica;
    },
    entries: async () => (await Promise.all(nodes.map((node) => node.entries()))).flat(),
    async flush() {
      await Promise.all(nodes.map((node) => node.send(["FLUSHALL"])));
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

const moment = () => new Promise((resolve) => setTimeout(resolve, 20));

async function startNode(): Promise<RedisServer> {
  const cluster = ["--cluster-enabled", "yes", "--cluster-port", String(await freePort())];
  return startRedis(["--save", "", "--appendonly", "no", ...cluster, "--cluster-node-timeout", "1000"]);
}

/** Waits until every node knows every other. */
async function join(nodes: RedisServer[]) {
  for (const node of nodes.slice(1)) {
    const [, bus] = (await node.send(["CONFIG", "GET", "cluster-port"])) as string[];
    await nodes[0]?.send(["CLUSTER", "MEET", "127.0.0.1", String(node.port), String(bus)]);
  }
  const agreed = async () => {
    const infos = await Promise.all(nodes.map((node) => node.send(["CLUSTER", "INFO"])));
    const known = `cluster_known_nodes:${nodes.length}`;
    return infos.every((info) => ["cluster_state:ok", known].every((line) => String(info).includes(line)));
  };
  while (!(await agreed())) await moment();
}
