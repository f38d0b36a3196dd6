// A vendor on loopback: an HTTP server that verifies and answers as the real one does, and fails on demand.
// What each vendor verifies is in the file of that vendor, written from its documents and not from our code.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface VendorRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HttpReply {
  status: number;
  /** Text as it is, anything else as JSON. */
  body: unknown;
}

/**
 * `slow` answers as it should, 400 ms after the request was read; `silent` never answers; `half` begins its
 * answer and falls silent; `reset` breaks the connection; `rubbish` is a page that repeats the request.
 */
export type Mishap = "slow" | "silent" | "half" | "reset" | "rubbish" | "500";

/** What the next request meets: a mishap, or this answer whatever was asked. */
export type Scenario<Reply = HttpReply> = Mishap | { reply: Reply };

/** What contracts need of a vendor; one that does not speak HTTP has its own way to fail alike. */
export interface Vendor<Reply = HttpReply> {
  /** The origin. */
  readonly url: string;
  /** Oldest first. */
  readonly requests: readonly VendorRequest[];
  /** Opened since the start. */
  readonly connections: number;
  /** Open now. */
  readonly open: number;
  /** When the next request has been read. */
  arrival(): Promise<void>;
  /** For the next request; several are used in order. Without one the vendor verifies and answers. */
  next(scenario: Scenario<Reply>): void;
  close(): Promise<void>;
}

const slowMs = 400;

export async function startVendor(
  answer: (request: VendorRequest) => HttpReply | Promise<HttpReply>,
): Promise<Vendor> {
  const requests: VendorRequest[] = [];
  const scenarios: Scenario[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let waiting: (() => void)[] = [];
  let connections = 0;

  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      method: incoming.method ?? "",
      url: new URL(incoming.url ?? "", origin()),
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(request);
    const scenario = scenarios.shift();
    // A request that a double cannot make sense of is refused in its words, so that a test shows them.
    const right = await Promise.resolve(request)
      .then(answer)
      .catch((error: unknown): HttpReply => ({ status: 400, body: String(error) }));
    for (const arrived of waiting) arrived();
    waiting = [];

    if (scenario === "reset") incoming.socket.resetAndDestroy();
    else if (scenario === "slow") timers.add(setTimeout(() => reply(outgoing, right), slowMs));
    else if (scenario === "half") outgoing.writeHead(right.status).write(text(right).slice(0, 5));
    else if (scenario === "rubbish") reply(outgoing, { status: 200, body: page(request) });
    else if (scenario === "500") reply(outgoing, { status: 500, body: page(request) });
    else if (scenario !== "silent") reply(outgoing, scenario ? scenario.reply : right);
  });
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = origin();

  return {
    url,
    requests,
    get connections() {
      return connections;
    },
    get open() {
      return sockets.size;
    },
    arrival: () => new Promise((arrived) => waiting.push(arrived)),
    next: (scenario) => void scenarios.push(scenario),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** An origin at which nobody listens. */
export async function deserted(): Promise<string> {
  const vendor = await startVendor(() => ({ status: 200, body: "" }));
  await vendor.close();
  return vendor.url;
}

const text = ({ body }: HttpReply) => (typeof body === "string" ? body : JSON.stringify(body));

function reply(outgoing: ServerResponse, answer: HttpReply) {
  if (outgoing.destroyed) return;
  const type = typeof answer.body === "string" ? "text/html" : "application/json";
  outgoing.writeHead(answer.status, { "content-type": type }).end(text(answer));
}

/** Gateways like to show what they were asked, which must not find its way into an error. */
const page = ({ url, headers, body }: VendorRequest) =>
  `${url.search.slice(1)} ${body} ${JSON.stringify(headers)} <html><h1>Something went wrong</h1></html>`;
