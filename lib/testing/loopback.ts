// Serves an application of a test over HTTP on loopback, as server.ts does: for what only a real request shows, such
// as headers that come twice, addresses and paths. Instead of Next a stand-in serves what is not plainly a call.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import config from "@/next.config";
import { type Introduce, introduction } from "../http/introduce";
import { nodeMount } from "../http/node-mount";
import { peerHeader } from "../http/peer";
import { match } from "../http/table";
import { serveWeb } from "../http/web-mount";
import type { Services } from "../services";

export interface Loopback {
  origin: string;
  close(): Promise<void>;
}

export async function serve(services: Services): Promise<Loopback> {
  const rules = (await config.headers?.()) ?? [];
  const fixed = new Map(
    rules
      .filter(({ missing }) => !missing)
      .flatMap(({ headers }) => headers.map(({ key, value }) => [key, value])),
  );
  const calls = nodeMount(services, fixed);
  // There are no pages here: every one is as those that are rendered for one request.
  const introduce = introduction(services, { pages: new Map(), elsewhere: { scripts: [], styles: [] } });

  const server = createServer((incoming, outgoing) => {
    if (calls.serve(incoming, outgoing)) return;
    for (const [name, value] of fixed) outgoing.setHeader(name, value);
    elsewhere(services, introduce, incoming, outgoing).catch(() => outgoing.writeHead(500).end());
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

/** As app/api/mount.ts does. */
async function elsewhere(
  services: Services,
  introduce: Introduce,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  introduce(incoming, outgoing);
  const request = requestOf(incoming);
  const { method, url } = request;
  const { pathname } = new URL(url);
  const { handler, id } = match(method, pathname);
  const tasks: (() => Promise<void>)[] = [];
  const response = await serveWeb(request, handler, {
    id: decodeURIComponent(id),
    peer: request.headers.get(peerHeader) ?? undefined,
    later: (task) => void tasks.push(task),
    services,
  });
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  outgoing.end(Buffer.from(await response.arrayBuffer()));
  for (const task of tasks) await task();
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
