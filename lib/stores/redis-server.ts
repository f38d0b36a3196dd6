import "server-only";
// Redis or Valkey over TCP, one server (also behind sentinels) or a cluster, behind Upstash's `Requester`. Nothing is ever sent twice: a
// command whose answer was lost may have been carried out. Speaks RESP2, whose replies Upstash's client expects.
import { once } from "node:events";
import { errors, type Requester } from "@upstash/redis";
import { Cluster, Command, Redis, ReplyError } from "ioredis";
import type { Punctual } from "./deadline";
import type { RedisAddress } from "./redis-url";
import type { Store } from "./store";

type Reply = { result: unknown } | { error: string };

/** Reconnects soon enough to serve again within two seconds of a server's return. */
const reconnectMs = 200;

/** Silence on a connection that owes an answer: the other side is gone, with no word of farewell. */
const silenceMs = 2000;

function connection({ username, password, database, tls }: RedisAddress) {
  return {
    ...{ username, password, db: database },
    ...(tls && { tls: {} }),
    protocol: 2,
    connectTimeout: silenceMs,
    socketTimeout: silenceMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // After a fail-over the old connection may lead to what is a replica now.
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
  } as const;
}

/** Resolves once it is connected, or has tried for a moment: it goes on trying. */
export async function redisServer(address: RedisAddress, punctual: Punctual): Promise<Store> {
  const isCluster = address.nodes.length > 1 && !address.master;
  const store = isCluster ? cluster(address, punctual) : single(address, punctual);
  await store.connected;
  return store;
}

type Connecting = Store & { connected: Promise<unknown> };

function single(address: RedisAddress, punctual: Punctual): Connecting {
  const { nodes, master, tls } = address;
  const client = new Redis({
    ...(master
      ? {
          sentinels: nodes,
          name: master,
          enableTLSForSentinelMode: tls,
          sentinelRetryStrategy: () => reconnectMs,
        }
      : nodes[0]),
    ...connection(address),
    // What cannot be sent now is refused now.
    enableOfflineQueue: false,
    retryStrategy: () => reconnectMs,
  });
  // Every command that fails says so itself; without a listener ioredis writes to the console.
  client.on("error", () => {});

  const run = (commands: string[][]) =>
    punctual("", async () => {
      const pipeline = client.pipeline();
      for (const [name = "", ...args] of commands) pipeline.call(name, ...args);
      const replies = (await pipeline.exec()) ?? [];
      return replies.map(([error, result]) => (error ? refusal(error) : { result }));
    });

  return {
    requester: requester(run),
    close: async () => client.disconnect(),
    connected: soon(client),
  };
}

function cluster(address: RedisAddress, punctual: Punctual): Connecting {
  const client = new Cluster(address.nodes, {
    redisOptions: connection(address),
    enableOfflineQueue: false,
    clusterRetryStrategy: () => reconnectMs,
    clusterNodeRetryStrategy: () => reconnectMs,
    // MOVED and ASK are followed; after a lost connection nothing is sent again.
    ...{ maxRedirections: 4, retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 },
    ...{ slotsRefreshInterval: 1000, slotsRefreshTimeout: silenceMs },
    // With TLS the name is what the certificate vouches for.
    ...(address.tls && { dnsLookup: (host, found) => found(null, host) }),
  });
  client.on("error", () => {});
  // At once, not with the first command: those that follow it closely would be refused meanwhile.
  client.on("+node", (node: Redis) => void node.connect().catch(() => {}));

  /** Keys name their slot: each command goes to its own node, all of them at once. */
  const one = (words: string[]): Promise<Reply> => {
    const [name = "", ...args] = words;
    const command = new Command(name, args, { replyEncoding: "utf8" });
    const [node = ""] = client.slots[command.getSlot() ?? -1] ?? [];
    return punctual(node, () => client.sendCommand(command) as Promise<unknown>).then(
      (result) => ({ result }),
      // One node's trouble is not the trouble of those whose keys lie elsewhere.
      (error: Error) => ({
        error: error instanceof ReplyError ? error.message : `UNREACHABLE ${error.message}`,
      }),
    );
  };

  return {
    requester: requester((commands) => Promise.all(commands.map(one))),
    async check() {
      const probes = client.nodes("master").map(async (node) => {
        const key = `${node.options.host}:${node.options.port}`;
        const info = await punctual(key, () => node.cluster("INFO"));
        if (!String(info).includes("cluster_state:ok")) throw new Error("the cluster is incomplete");
      });
      if (probes.length === 0) throw new Error("no node of the cluster answers");
      await Promise.all(probes);
    },
    close: async () => client.disconnect(),
    connected: soon(client).then(() => Promise.all(client.nodes("master").map(soon))),
  };
}

function requester(run: (commands: string[][]) => Promise<Reply[]>): Requester {
  return {
    async request<Result>({ path = [], body }: { path?: string[]; body?: unknown }) {
      const commands = (path[0] === "pipeline" ? body : [body]) as unknown[][];
      // Upper case: ioredis reshapes the replies of commands that it knows by their lower-case names.
      const replies = await run(
        commands.map(([name, ...args]) => [String(name).toUpperCase(), ...args.map(String)]),
      );
      return (path[0] === "pipeline" ? replies : refuseError(replies[0])) as { result?: Result };
    },
  };
}

function refusal(error: Error): Reply {
  if (error instanceof ReplyError) return { error: error.message };
  throw error;
}

function refuseError(reply: Reply | undefined): Reply | undefined {
  if (reply && "error" in reply) throw new errors.UpstashError(reply.error);
  return reply;
}

/** When it can be used, or has tried for a moment. */
async function soon(client: Redis | Cluster): Promise<void> {
  if (client.status === "ready") return;
  const moment = new AbortController();
  const timer = setTimeout(() => moment.abort(), silenceMs);
  await once(client, "ready", { signal: moment.signal }).catch(() => {});
  clearTimeout(timer);
}
