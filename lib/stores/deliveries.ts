import "server-only";
// What was sent through whom: messages by the vendor's id, and tallies per provider, country and day.
import type { Clock, Keyring, SentMessage, SentMessages, Tallies, TallyName } from "../ports";
import { Outage } from "../problem";
import type { Redis } from "./redis";
import { isNumber, script } from "./script";
import { unseal } from "./sealed";
import { taggedKey } from "./tagged-key";

/** Vendors repeat receipts for minutes; a phone that was off reports hours later. */
const receiptsComeForMs = 6 * 3_600_000;
const tallyNames: readonly TallyName[] = ["sent", "delivered", "failed", "verified"];
const talliesStayMs = 8 * 86_400_000;

/** @param reports whether a provider's vendor will report on its messages: of others nothing is kept */
export function sentMessages(
  redis: Redis,
  keyring: Keyring,
  reports: (provider: string) => boolean,
): SentMessages {
  const keyOf = (provider: string, vendorId: string) =>
    taggedKey("sent", keyring.pseudonym("sent", provider, vendorId));
  return {
    async put(provider, vendorId, message) {
      if (!reports(provider)) return;
      // An id of its own to seal under: the challenge's is a capability and must not lie in the open.
      const id = keyring.mint();
      const sealed = `${id}.${keyring.seal(id, message)}`;
      await redis.ask("SET", keyOf(provider, vendorId), sealed, "PX", String(receiptsComeForMs));
    },
    async find(provider, vendorId) {
      const found = await redis.ask("GET", keyOf(provider, vendorId));
      const [id = "", sealed] = typeof found === "string" ? found.split(".") : [];
      return sealed && keyring.knows(id) ? unseal<SentMessage>(keyring, id, sealed) : undefined;
    },
  };
}

const count = script<void>(
  `
redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[2])
return redis.call('PEXPIRE', KEYS[1], ARGV[3])`,
  isNumber,
);

const dayMs = 86_400_000;

/** A count that is on its way. */
interface Counting {
  ended: Promise<void>;
  /** How much goes after it, together. */
  held: number;
  next?: Promise<void>;
}

export function tallies(redis: Redis, clock: Clock): Tallies {
  const underWay = new Map<string, Counting>();
  let named = { day: Number.NaN, name: "" };

  function keyOf(provider: string, country: string, daysAgo = 0) {
    const day = Math.floor(clock.now() / dayMs) - daysAgo;
    if (day !== named.day) named = { day, name: new Date(day * dayMs).toISOString().slice(0, 10) };
    return `fg:tally:{${provider}:${country}}:${named.name}`;
  }

  function begin(key: string, name: TallyName, amount: number): Promise<void> {
    const what = `${name} ${key}`;
    const counting = count(redis, [key], [name, amount, talliesStayMs]);
    const end = () => {
      if (own.held === 0) underWay.delete(what);
    };
    const own: Counting = { ended: counting.then(end, end), held: 0 };
    underWay.set(what, own);
    return counting;
  }

  return {
    /** Many count the same: those that come while one count is on its way go together in the next. */
    count(provider, country, name) {
      const key = keyOf(provider, country);
      const ahead = underWay.get(`${name} ${key}`);
      if (!ahead) return begin(key, name, 1);
      ahead.held += 1;
      ahead.next ??= ahead.ended.then(() => begin(key, name, ahead.held));
      return ahead.next;
    },
    async read(provider, country, days = 1) {
      const counted = await Promise.all(
        Array.from({ length: days }, async (_, ago) => {
          const found = await redis.ask("HMGET", keyOf(provider, country, ago), ...tallyNames);
          if (!Array.isArray(found) || found.length !== tallyNames.length)
            throw new Outage("store", new Error("not an answer to HMGET"));
          return found;
        }),
      );
      const sums: Partial<Record<TallyName, number>> = {};
      for (const [index, name] of tallyNames.entries()) {
        const sum = counted.reduce((all, each) => all + Number(each[index] ?? 0), 0);
        if (sum > 0) sums[name] = sum;
      }
      return sums;
    },
  };
}
