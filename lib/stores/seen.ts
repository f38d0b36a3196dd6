import "server-only";
// What has been there before, and with whom, by pseudonym. SET NX is the one atomic step.
import type { Redis } from "@upstash/redis";
import type { Keyring, Seen } from "../ports";
import { Outage } from "../problem";
import { taggedKey } from "./tagged-key";

export function seen(name: string, redis: Redis, keyring: Keyring): Seen {
  return {
    async note(what, who, seconds) {
      const key = taggedKey(name, keyring.pseudonym(name, what));
      // The letter keeps it from being read as a number.
      const owner = `s${keyring.pseudonym(name, "who", who)}`;
      const before: unknown = await redis.set(key, owner, { nx: true, get: true, ex: seconds });
      if (before !== null && typeof before !== "string") {
        throw new Outage("store", new Error("not an answer to SET NX GET"));
      }
      return before === null || before === owner;
    },
  };
}
