import "server-only";
// What has been there before, and with whom, by pseudonym. SET NX is the one atomic step.
import type { Keyring, Seen } from "../ports";
import { Outage } from "../problem";
import type { Redis } from "./redis";
import { taggedKey } from "./tagged-key";

export function seen(name: string, redis: Redis, keyring: Keyring): Seen {
  return {
    async note(what, who, seconds) {
      const key = taggedKey(name, keyring.pseudonym(name, what));
      const owner = keyring.pseudonym(name, "who", who);
      const before = await redis.ask("SET", key, owner, "NX", "GET", "EX", String(seconds));
      if (before !== null && typeof before !== "string") {
        throw new Outage("store", new Error("not an answer to SET NX GET"));
      }
      return before === null || before === owner;
    },
  };
}
