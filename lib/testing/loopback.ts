// Serves an application of a test over HTTP on loopback, as app/api/mount.ts does in Next: for what only a real
// request shows, such as headers that come twice, addresses and paths.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import config from "@/next.config";
import { announceCsp } from "../http/csp";
import { announcePeers, peerHeader } from "../http/peer";
import { match } from "../http/table";
import type { Services } from "../services";

export interface Loopback {
  origin: string;
  close(): Promise<void>;
}

/** Subscriptions are for the whole process. */
let announced = false;

function announce() {
  if (announced) return;
  announced = true;
  announcePeers();
  // There are no pages here: every one is as those that are rendered for one request.
  announceCsp({ pages: new Map(), elsewhere: { scripts: [], styles: [] } });
}

export async function serve(services: Services): Promise<Loopback> {
  announce();
  const headers = (await config.headers?.())?.flatMap(({ headers }) => headers) ?? [];

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse) {
    const request = requestOf(incoming);
    const { method } = request;
    const { pathname } = new URL(request.url);
    const { handler, id } = match(method, pathname);
    const tasks: (() => Promise<void>)[] = [];
    const response = await handler(request, {
      id,
      peer: request.headers.get(peerHeader) ?? undefined,
      later: (task) => void tasks.push(task),
      services,
    });
    outgoing.statusCode = response.status;
    outgoing.setHeaders(response.headers);
    outgoing.end(Buffer.from(await response.arrayBuffer()));
    for (const task of tasks) await task();
  }

  const server = createServer((incoming, outgoing) => {
    for (const { key, value } of headers) if (!outgoing.hasHeader(key)) outgoing.setHeader(key, value);
    answer(incoming, outgoing).catch(() => outgoing.writeHead(500).end());
  });
  await new Promise<void>((listening) => server.listen(0, listening));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function requestOf(incoming: IncomingMessage): Request {
  const { method = "GET", url = "/" } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const hasBody = !["GET", "HEAD"].includes(method);
  return new Request(`http://localhost${url}`, {
    ...{ method, headers },
    ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream }),
    // Node asks for this beside a stream.
    ...{ duplex: "half" },
  });
}
