import "server-only";
// Redis or Valkey over TCP, one server, also behind sentinels, behind Upstash's `Requester`. Nothing is ever sent
// twice: a command whose answer was lost may have been carried out.
import { type Cluster, Command, Redis, ReplyError } from "ioredis";
import type { Punctual } from "./deadline";
import type { Reply, Requester } from "./redis";
import type { RedisAddress } from "./redis-url";
import type { Store } from "./store";

/** Reconnects soon enough to serve again within two seconds of a server's return. */
export const reconnectMs = 200;

/** What is not there by then is given up, and tried again. */
export const patienceMs = 1000;

/** Resolves once it is connected, or has tried for a moment: it goes on trying. */
export async function redisServer(address: RedisAddress, punctual: Punctual): Promise<Store> {
  const { nodes, master, tls } = address;
  const client = new Redis({
    ...(master ? { sentinels: nodes, name: master, enableTLSForSentinelMode: tls } : nodes[0]),
    ...connection(address),
    sentinelCommandTimeout: reconnectMs,
    sentinelRetryStrategy: () => reconnectMs,
    // What cannot be sent now is refused now.
    enableOfflineQueue: false,
    retryStrategy: () => reconnectMs,
  });
  const troubleOf = watch(client);

  /** In one write. A pipeline of ioredis' would do it, too, and outlive its answers: it gives every object a getter. */
  function run(commands: string[][]): Promise<Reply[]> {
    // None before the first connection, whatever its type says.
    const stream = client.stream as Redis["stream"] | undefined;
    return new Promise((resolve, reject) => {
      const replies: Reply[] = [];
      let owed = commands.length;
      const note = (index: number, reply: Reply) => {
        replies[index] = reply;
        owed -= 1;
        if (owed === 0) resolve(replies);
      };
      stream?.cork();
      for (const [index, words] of commands.entries()) {
        hear(client.sendCommand(commandOf(words)), {
          reply: (reply) => note(index, reply),
          lost: (error) => reject(troubleOf(error)),
        });
      }
      stream?.uncork();
    });
  }

  await soon(client);
  return {
    requester: requester((commands) => punctual("", () => run(commands))),
    close: async () => client.disconnect(),
  };
}

/** What holds for every connection. RESP2, as Upstash answers. */
export function connection({ username, password, database, tls }: RedisAddress) {
  return {
    ...(username && { username }),
    ...(password && { password }),
    ...(tls && { tls: {} }),
    db: database,
    protocol: 2,
    connectTimeout: patienceMs,
    // Silence while an answer is owed: the other side is gone, with no word of farewell.
    socketTimeout: patienceMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // After a fail-over the old connection may lead to what is a replica now.
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
  } as const;
}

/** @param words the name in upper case: ioredis reshapes the replies of commands that it knows by their lower-case names */
export const commandOf = ([name = "", ...args]: string[]) =>
  new Command(name, args, { replyEncoding: "utf8" });

/** @param asked what `sendCommand` returns */
export function hear(
  asked: unknown,
  { reply, lost }: { reply: (reply: Reply) => void; lost: (error: Error) => void },
): void {
  (asked as Promise<unknown>).then(
    (result) => reply({ result }),
    (error: Error) => (error instanceof ReplyError ? reply({ error: error.message }) : lost(error)),
  );
}

/** Of pipelines, in which `openRedis` asks for everything. */
export function requester(run: (commands: string[][]) => Promise<Reply[]>): Requester {
  return {
    request: <Result>({ body }: { body?: unknown }) =>
      run(body as string[][]) as Promise<{ result?: Result }>,
  };
}

type Trouble = Error & { code?: string };

/**
 * A command only says that there is no connection; why, the connection has said before.
 * @returns the reason for a command that could not be sent, in a word that names no data
 */
export function watch(client: Redis | Cluster): (error: Error) => Error {
  let trouble: string | undefined;
  client.on("error", (error: Trouble & { lastNodeError?: Trouble }) => {
    const { code, message } = error.lastNodeError ?? error;
    trouble = code ?? /^[A-Z]+\b/.exec(message)?.[0];
  });
  client.on("ready", () => {
    trouble = undefined;
  });
  return (error) => (trouble ? new Error(trouble) : error);
}

/** When it can be used, or has tried for a moment. */
export function soon(client: Redis | Cluster): Promise<void> {
  return new Promise((go) => {
    if (client.status === "ready") return go();
    const timer = setTimeout(go, 2 * patienceMs);
    client.once("ready", () => {
      clearTimeout(timer);
      go();
    });
  });
}
