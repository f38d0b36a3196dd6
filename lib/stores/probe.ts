import "server-only";
// Whether the store serves: by a write, because a replica and a full server still answer reads.
import { Outage } from "../problem";
import type { Redis } from "./redis";
import { script } from "./script";

const echo = script<string>(
  "redis.call('SET', KEYS[1], ARGV[1], 'PX', 1000) return redis.call('GET', KEYS[1])",
  (reply) => typeof reply === "string",
);

/** @throws Outage, or what the store refused with */
export async function probe(redis: Redis, now: number): Promise<void> {
  const word = `at ${now}`;
  if ((await echo(redis, ["fg:health"], [word])) !== word)
    throw new Outage("store", new Error("no true echo"));
}
