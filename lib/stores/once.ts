import "server-only";
// Things that can be taken at most once. GETDEL is the one atomic step; the value is sealed for its id,
// and the id itself is stored as a digest only.
import type { Clock, Keyring, Once } from "../ports";
import { type OnceName, onceKey } from "./once-key";
import type { Redis } from "./redis";
import { unseal } from "./sealed";

/**
 * A value that a script hands on, still sealed for the id that it was put under: this goes in front of it, with a dot
 * between them.
 */
export const handedOn = (keyring: Keyring, id: string, from: string, expiresAt: number) =>
  keyring.seal(id, { from, expiresAt });

interface Kept<Value> {
  value: Value;
  /** In place of the value, where it was handed on. */
  from?: string;
  expiresAt: number;
}

/** How such a thing lies in the store. */
export function keeping<Value>(name: OnceName, keyring: Keyring, clock: Clock) {
  return {
    keyOf: (id: string) => onceKey(name, id, keyring),
    /** @returns the value as it is stored, and its lifetime in milliseconds */
    seal: (id: string, value: Value, expiresAt: number): [string, string] => [
      keyring.seal(id, { value, expiresAt }),
      String(Math.max(1, expiresAt - clock.now())),
    ],
    open(id: string, sealed: unknown): { value: Value; expiresAt: number } | undefined {
      if (sealed === null) return undefined;
      const [own = "", handed] = String(sealed).split(".");
      const { value, from = "", expiresAt } = unseal<Kept<Value>>(keyring, id, own);
      if (expiresAt <= clock.now()) return undefined;
      if (handed === undefined) return { value, expiresAt };
      // A key may have been dropped from the list meanwhile.
      return keyring.knows(from) ? { value: unseal<Value>(keyring, from, handed), expiresAt } : undefined;
    },
  };
}

export function once<Value>(name: OnceName, redis: Redis, keyring: Keyring, clock: Clock): Once<Value> {
  const { keyOf, seal, open } = keeping<Value>(name, keyring, clock);
  const put = async (id: string, value: Value, expiresAt: number) => {
    const [sealed, lifetime] = seal(id, value, expiresAt);
    await redis.ask("SET", keyOf(id), sealed, "PX", lifetime);
  };
  return {
    put,
    async read(id) {
      if (!keyring.knows(id)) return undefined;
      return open(id, await redis.ask("GET", keyOf(id)))?.value;
    },
    async take(id) {
      if (!keyring.knows(id)) return undefined;
      const found = open(id, await redis.ask("GETDEL", keyOf(id)));
      return found && { value: found.value, restore: () => put(id, found.value, found.expiresAt) };
    },
  };
}
