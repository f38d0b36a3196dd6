import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { doorOf } from "./door";

let server: Server;
let now: number;
let waitMs: () => number;

beforeEach(async () => {
  now = 1000;
  server = createServer();
  waitMs = doorOf(server, () => now);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.close();
});

const visitor = async () => ((await once(server, "connection")) as [Socket])[0];

it("Tells how long it took until the door opened, and meanwhile how long it has been", async () => {
  const opened = visitor();
  expect(waitMs()).toBe(0);
  now += 30;
  expect(waitMs()).toBe(30);
  now += 40;
  await opened;
  expect(waitMs()).toBe(70);
});

it("Knocks again after a while only, which is longer when nobody waits, and forgets what it heard long ago", async () => {
  let knocks = 0;
  server.on("connection", () => {
    knocks += 1;
  });
  const opened = visitor();
  waitMs();
  now += 80;
  await opened;
  now += 5;
  expect(waitMs()).toBe(80);
  now += 5;
  const again = visitor();
  expect(waitMs()).toBe(80);
  await again;
  expect(waitMs()).toBe(0);
  now += 45;
  expect(waitMs()).toBe(0);
  const third = visitor();
  now += 5;
  waitMs();
  await third;
  expect(knocks).toBe(3);
  now += 1000;
  expect(waitMs()).toBe(0);
});

it("Takes nobody else for itself", async () => {
  const opened = visitor();
  const other = connect((server.address() as { port: number }).port, "127.0.0.1");
  const theirs = await opened;
  expect(waitMs()).toBe(0);
  now += 50;
  expect(waitMs()).toBe(50);
  expect(theirs.destroyed).toBe(false);
  const own = await visitor();
  expect(own.destroyed).toBe(true);
  expect(waitMs()).toBe(50);
  other.destroy();
  theirs.destroy();
});

it("Takes nobody from elsewhere for itself who has the same port", async () => {
  let destroyed = false;
  const destroy = () => {
    destroyed = true;
  };
  server.prependOnceListener("connection", ({ remotePort }: Socket) => {
    server.emit("connection", { remotePort, remoteAddress: "203.0.113.9", destroy });
  });
  const opened = visitor();
  waitMs();
  await opened;
  expect(destroyed).toBe(false);
});

it("Does not knock where nobody listens", async () => {
  server.close();
  await once(server, "close");
  expect(waitMs()).toBe(0);
  now += 50;
  expect(waitMs()).toBe(0);
});
