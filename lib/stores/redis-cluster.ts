import "server-only";
// A Redis Cluster behind Upstash's `Requester`. Keys name their slot: each command goes to its own node, all of them
// at once, and one node's trouble is not the trouble of those whose keys lie elsewhere.
import { Cluster, type Redis } from "ioredis";
import type { Punctual } from "./deadline";
import type { Reply } from "./redis";
import { commandOf, connection, hear, patienceMs, reconnectMs, requester, soon, watch } from "./redis-server";
import type { RedisAddress } from "./redis-url";
import type { Store } from "./store";

/** Resolves once it is connected, or has tried for a moment: it goes on trying. */
export async function redisCluster(address: RedisAddress, punctual: Punctual): Promise<Store> {
  const client = new Cluster(address.nodes, {
    redisOptions: connection(address),
    enableOfflineQueue: false,
    clusterRetryStrategy: () => reconnectMs,
    clusterNodeRetryStrategy: () => reconnectMs,
    // MOVED and ASK are followed; after a lost connection nothing is sent again.
    maxRedirections: 4,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    // Who has taken over is known soon, also while the node asked first is silent.
    slotsRefreshInterval: patienceMs,
    slotsRefreshTimeout: reconnectMs,
    // With TLS the name is what the certificate vouches for.
    ...(address.tls && { dnsLookup: (host, found) => found(null, host) }),
  });
  const troubleOf = watch(client);
  // At once, not with the first command: those that follow it closely would be refused meanwhile. Before the cluster
  // is ready, its own question goes first.
  const connectNodes = () => {
    if (client.status !== "ready") return;
    for (const node of client.nodes("master")) if (node.status === "wait") node.connect().catch(() => {});
  };
  client.on("ready", connectNodes).on("refresh", connectNodes);

  function ask(words: string[]): Promise<Reply> {
    const command = commandOf(words);
    const [node = ""] = client.slots[command.getSlot() ?? -1] ?? [];
    const asked = punctual(node, () => client.sendCommand(command) as Promise<unknown>);
    return new Promise((reply) => {
      hear(asked, { reply, lost: (error) => reply({ error: `UNREACHABLE ${troubleOf(error).message}` }) });
    });
  }

  async function checkNode(node: Redis) {
    const { host, port } = node.options;
    const info = await punctual(`${host}:${port}`, () => node.cluster("INFO"));
    if (!String(info).includes("cluster_state:ok")) throw new Error("the cluster is incomplete");
  }

  await soon(client);
  await Promise.all(client.nodes("master").map(soon));
  return {
    requester: requester((commands) => Promise.all(commands.map(ask))),
    async check() {
      const nodes = client.nodes("master");
      if (nodes.length === 0) throw troubleOf(new Error("no node of the cluster answers"));
      await Promise.all(nodes.map(checkNode));
    },
    close: async () => client.disconnect(),
  };
}
