// What our own server does around a handler: what it takes for a call, clients that leave, and what follows an answer.
// That it answers as Next does is compared on production servers (e2e/mounts.spec.ts).
import { once } from "node:events";
import { createServer, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Services } from "../services";
import { type Application, startApplication } from "../testing/application";
import { type NodeMount, nodeMount } from "./node-mount";

let app: Application;
let mount: NodeMount;
let server: Server;
/** Of the calls that have come, until somebody waits for one. */
let came: Promise<[ServerResponse]>;

async function serve(own: (services: Services) => Partial<Services> = () => ({})) {
  mount = nodeMount({ ...app.services, ...own(app.services) }, new Map([["X-Fixed", "yes"]]));
  server = createServer((incoming, outgoing) => {
    server.emit("came", outgoing);
    if (!mount.serve(incoming, outgoing)) outgoing.writeHead(418).end();
  }).listen(0, "127.0.0.1");
  came = once(server, "came") as typeof came;
  await once(server, "listening");
}

beforeEach(async () => {
  app = await startApplication();
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await app.close();
});

const port = () => (server.address() as AddressInfo).port;

/** The path goes out as it is written. */
async function ask(method: string, path: string) {
  const sent = request({ host: "127.0.0.1", port: port(), method, path }).end();
  const [answer] = await once(sent, "response");
  answer.resume();
  return answer;
}

const body = JSON.stringify({ channel: "email", address: "ada@example.com", purpose: "sign-up" });

/** Sends a challenge's request, or its beginning, and returns what takes the client away. */
async function begin(text = body) {
  const socket = connect(port(), "127.0.0.1");
  const head = ["POST /api/challenges HTTP/1.1", "Host: localhost", "Content-Type: application/json"];
  socket.write(`${head.join("\r\n")}\r\nContent-Length: ${body.length}\r\n\r\n${text}`);
  const [response] = await came;
  return async function leave() {
    socket.destroy();
    if (!response.destroyed) await once(response, "close");
  };
}

const failures = () => app.logged.filter((line) => line.includes('"internal"'));

describe("our own server", () => {
  it("takes what is plainly a call, and leaves everything else to others", async () => {
    await serve();
    const status = async (method: string, path: string) => (await ask(method, path)).statusCode;
    for (const path of ["/api/health", "/api/health?x=/../y", "/api/...", "/api/a@b;c=d"])
      expect(await status("GET", path), path).toBe(path.startsWith("/api/health") ? 200 : 404);
    const others = ["/", "/api", "/api/", "/api/health/", "/api//health", "/api/./health", "/api/../health"];
    for (const path of [
      ...others,
      "/api/..",
      "/api/..?x",
      "/api/%68ealth",
      "/api\\health",
      "/apis/x",
      "//api/x",
    ])
      expect(await status("GET", path), path).toBe(418);
    expect(await status("PROPFIND", "/api/health")).toBe(418);
  });

  it("gives its answers the headers that all have", async () => {
    await serve();
    const { headers } = await ask("GET", "/api/nothing");
    expect(headers).toMatchObject({
      "x-fixed": "yes",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "content-type": "application/problem+json",
    });
  });

  it("goes on when a client leaves in the middle of a body", async () => {
    await serve();
    const leave = await begin(body.slice(0, 20));
    await leave();
    expect((await ask("GET", "/api/health")).statusCode).toBe(200);
    expect(failures()).toEqual([]);
  });

  it("delivers what was accepted to a client who left before the answer", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    await serve(({ verification }) => ({
      verification: {
        ...verification,
        async start(asked) {
          await opened;
          return verification.start(asked);
        },
      },
    }));
    const leave = await begin();
    await leave();
    open();
    await vi.waitFor(() => expect(app.codeFor("ada@example.com")).toHaveLength(6));
    expect(failures()).toEqual([]);
  });

  it("waits for what follows answers, and says what went wrong there", async () => {
    let fail = (_: Error) => {};
    const followed = new Promise<void>((_, reject) => {
      fail = reject;
    });
    await serve(({ verification }) => ({
      verification: {
        ...verification,
        start: async (asked) => ({ ...(await verification.start(asked)), deliver: () => followed }),
      },
    }));
    const leave = await begin();
    await leave();
    let isSettled = false;
    const settled = mount.settled().then(() => {
      isSettled = true;
    });
    await ask("GET", "/api/health");
    expect(isSettled).toBe(false);
    fail(new Error("lost"));
    await settled;
    expect(failures()).toEqual([expect.stringContaining("Error: lost")]);
  });

  it("ends a stream when its listener has gone", async () => {
    const end = vi.fn();
    await serve(({ outbox }) => ({ ...(outbox && { outbox: { ...outbox, subscribe: () => end } }) }));
    const sent = request({
      ...{ host: "127.0.0.1", port: port(), path: "/api/outbox" },
      headers: { accept: "text/event-stream" },
    }).end();
    const [answer] = await once(sent, "response");
    await once(answer, "data");
    expect(end).not.toHaveBeenCalled();
    answer.on("error", () => {});
    sent.destroy();
    await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
  });
});
