import "server-only";
// Things that can be taken at most once. GETDEL is the one atomic step; the value is sealed for its id,
// and the id itself is stored as a digest only.
import type { Redis } from "@upstash/redis";
import type { Clock, Keyring, Once } from "../ports";
import { type OnceName, onceKey } from "./once-key";
import { script } from "./script";
import { unseal } from "./sealed";

// As a script it travels with whatever else is asked at that moment: pipelines keep plain reads apart.
const read = script<string | null>(
  "return redis.call('GET', KEYS[1])",
  (reply) => reply === null || typeof reply === "string",
);

export function once<Value>(name: OnceName, redis: Redis, keyring: Keyring, clock: Clock): Once<Value> {
  const open = (id: string, sealed: string | null) => {
    if (sealed === null) return undefined;
    const { value, expiresAt } = unseal<{ value: Value; expiresAt: number }>(keyring, id, sealed);
    return expiresAt > clock.now() ? { value, expiresAt } : undefined;
  };
  const put = async (id: string, value: Value, expiresAt: number) => {
    const px = Math.max(1, expiresAt - clock.now());
    await redis.set(onceKey(name, id, keyring), keyring.seal(id, { value, expiresAt }), { px });
  };
  return {
    put,
    async read(id) {
      if (!keyring.knows(id)) return undefined;
      return open(id, await read(redis, [onceKey(name, id, keyring)], []))?.value;
    },
    async take(id) {
      if (!keyring.knows(id)) return undefined;
      const found = open(id, await redis.getdel<string>(onceKey(name, id, keyring)));
      return found && { value: found.value, restore: () => put(id, found.value, found.expiresAt) };
    },
  };
}
