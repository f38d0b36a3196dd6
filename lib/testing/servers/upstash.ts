// A double of Upstash's REST API over a real redis-server, which checks what the real one checks: the token, the
// method, the shape of the body. https://upstash.com/docs/redis/features/restapi
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { RedisServer } from "./redis";

export interface UpstashDouble {
  url: string;
  token: string;
  /** Requests taken so far. */
  requests(): number;
  /** What becomes of requests from now on. */
  behave(how: Behaviour): void;
  stop(): Promise<void>;
}

/** `results`: what every command is answered with. `body`: what every request is. */
export type Behaviour =
  | "well"
  | "silent"
  | "broken"
  | { delayMs: number }
  | { results: unknown }
  | { body: string };

export async function startUpstash(redis: Pick<RedisServer, "send">): Promise<UpstashDouble> {
  const token = "token-of-the-upstash-double";
  let taken = 0;
  let how: Behaviour = "well";
  const sockets = new Set<Socket>();

  async function answer(words: unknown, encode: boolean): Promise<{ result: unknown } | { error: string }> {
    if (!Array.isArray(words) || words.length === 0) return { error: "ERR failed to parse command" };
    const reply = await redis.send(words.map(String)).catch(() => new Error("ERR the store has gone"));
    if (reply instanceof Error) return { error: reply.message };
    return { result: encode ? encoded(reply) : reply };
  }

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    taken += 1;
    if (how === "silent") return;
    if (how === "broken") return void request.socket.resetAndDestroy();
    // As a proxy does that shows what it was asked.
    if (typeof how === "object" && "body" in how)
      return void response.end(how.body + request.headers.authorization + text);
    const { delayMs = 0 } = typeof how === "object" && "delayMs" in how ? how : {};
    if (delayMs > 0) await new Promise((go) => setTimeout(go, delayMs));
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${token}`) return say(401, { error: "WRONGPASS invalid" });
    if (request.method !== "POST") return say(405, { error: "ERR method" });
    const encode = request.headers["upstash-encoding"] === "base64";
    const body: unknown = JSON.parse(text);
    if (typeof how === "object" && "results" in how) {
      const made = { result: how.results };
      return say(200, request.url === "/pipeline" ? (body as unknown[]).map(() => made) : made);
    }
    if (request.url === "/pipeline") {
      if (!Array.isArray(body)) return say(400, { error: "ERR failed to parse pipeline request" });
      return say(200, await Promise.all(body.map((words) => answer(words, encode))));
    }
    if (request.url !== "/") return say(404, { error: "ERR no such path" });
    const one = await answer(body, encode);
    say("error" in one ? 400 : 200, one);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    requests: () => taken,
    behave(next) {
      how = next;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Texts in base64, at any depth, except the status of a simple command. */
function encoded(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(encoded);
  if (typeof reply !== "string" || reply === "OK") return reply;
  return Buffer.from(reply).toString("base64");
}
