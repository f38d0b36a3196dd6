import { expect, it } from "vitest";
import { sparing } from "./sparing-log";

function listen() {
  const time = { now: 0 };
  const lines: Record<string, unknown>[] = [];
  const line = (event: Record<string, unknown>) => void lines.push(event);
  return { time, lines, log: sparing({ info: line, warn: line, error: line }, { now: () => time.now }) };
}

const refused = (more: object) => ({
  event: "refused",
  problem: "rate-limited",
  limit: "ip-sends-day",
  ...more,
});

it("An outage is said once a second for each part, with how often it was not", () => {
  const { time, lines, log } = listen();
  const say = (event: string, part?: string) => log.error(part ? { event, part } : { event }, "");
  for (let count = 0; count < 100; count += 1) say("outage", "store");
  say("outage", "database");
  for (let count = 0; count < 2; count += 1) say("internal");
  time.now = 1000;
  say("outage", "store");
  time.now = 5000;
  say("outage", "store");
  expect(lines).toEqual([
    { event: "outage", part: "store" },
    { event: "outage", part: "database" },
    ...[{ event: "internal" }, { event: "internal" }],
    { event: "outage", part: "store", unsaid: 99 },
    { event: "outage", part: "store" },
  ]);
});

it("A refusal that repeats itself is said once in ten seconds, with how often it was not", () => {
  const { time, lines, log } = listen();
  const line = refused({ client: "c", address: "a" });
  for (let count = 0; count < 1000; count += 1) log.warn(line, "");
  time.now = 10_000;
  log.warn(line, "");
  expect(lines).toEqual([line, { ...line, unsaid: 999 }]);
});

it("A flood of refusals hides no other client, address or limit", () => {
  const { lines, log } = listen();
  for (let count = 0; count < 100_000; count += 1)
    log.warn(refused({ client: "c", address: `${count}` }), "");
  for (let count = 0; count < 100_000; count += 1)
    log.warn(refused({ limit: "address-hour", client: `c${count}`, address: "a" }), "");
  expect(lines).toHaveLength(10);
  const others = [
    refused({ client: "other", address: "other" }),
    refused({ limit: "address-hour", client: "other", address: "another" }),
    refused({ problem: "cross-origin", limit: undefined, client: "d" }),
  ];
  for (const line of others) log.warn(line, "");
  expect(lines.slice(10)).toEqual(others);
});

it("Refusals of ever new clients and addresses are said at fifty in ten seconds, and all of them are counted", () => {
  const { time, lines, log } = listen();
  for (let count = 0; count < 100_000; count += 1)
    log.warn(refused({ client: `${count}`, address: `${count}` }), "");
  expect(lines).toHaveLength(50);
  time.now = 10_000;
  log.warn(refused({ client: "x", address: "x" }), "");
  expect(lines.at(-1)).toEqual(refused({ client: "x", address: "x", unsaidOfLimit: 99_950 }));
});
