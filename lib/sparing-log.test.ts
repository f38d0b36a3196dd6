import { expect, it } from "vitest";
import { sparing } from "./sparing-log";

it("An outage is said once a second for each part, with how often it was not", () => {
  let now = 0;
  const lines: unknown[] = [];
  const line = (event: Record<string, unknown>) => void lines.push(event);
  const log = sparing({ info: line, warn: line, error: line }, { now: () => now });
  const say = (event: string, part?: string) => log.error({ event, part }, "");
  for (let count = 0; count < 100; count += 1) say("outage", "store");
  say("outage", "database");
  for (let count = 0; count < 2; count += 1) say("internal");
  now = 1000;
  say("outage", "store");
  now = 5000;
  say("outage", "store");
  expect(lines).toEqual([
    { event: "outage", part: "store" },
    { event: "outage", part: "database" },
    ...[{ event: "internal" }, { event: "internal" }],
    { event: "outage", part: "store", unsaid: 99 },
    { event: "outage", part: "store" },
  ]);
});
