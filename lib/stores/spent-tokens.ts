import "server-only";
// Captcha tokens of a vendor that were brought to us: one script decides who was first. Keys are keyed digests of
// the tokens; nothing else of them is stored.
import { purposes } from "../contract";
import type { Keyring, SpentTokens } from "../ports";
import type { Redis } from "./redis";
import { script } from "./script";
import { taggedKey } from "./tagged-key";

type State = Awaited<ReturnType<SpentTokens["take"]>>;

const states: readonly unknown[] = ["new", "spent", ...purposes];

const take = script<State>(
  `
local found = redis.call('GET', KEYS[1])
if found ~= 'spent' then redis.call('SET', KEYS[1], 'spent', 'PX', ARGV[1]) end
return found or 'new'`,
  (reply) => states.includes(reply),
);

export interface Lifetimes {
  /** As long as the vendor could still say yes to a token: remembered until then. */
  vendorSeconds: number;
  /** How long a token counts that was verified and given back. */
  verifiedSeconds: number;
}

export function spentTokens(
  vendor: string,
  redis: Redis,
  keyring: Keyring,
  { vendorSeconds, verifiedSeconds }: Lifetimes,
): SpentTokens {
  const keyOf = (token: string) =>
    taggedKey("captcha-spent", keyring.pseudonym("captcha-vendor-token", vendor, token));
  return {
    take: (token) => take(redis, [keyOf(token)], [vendorSeconds * 1000]),
    async giveBack(token, verifiedFor) {
      // Without a verdict it is as if it had never come.
      if (verifiedFor)
        await redis.ask("SET", keyOf(token), verifiedFor, "PX", String(verifiedSeconds * 1000));
      else await redis.ask("DEL", keyOf(token));
    },
  };
}
