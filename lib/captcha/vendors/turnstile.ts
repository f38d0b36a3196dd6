import "server-only";
// Cloudflare Turnstile. Its token says for which page and which action it was earned, and both are checked: another
// site's widget, or another form's, earns nothing here. The visitor's address is not sent along: it is optional, the
// vendor saw it already, and people on IPv4 and IPv6 at once come to us by another one.
//
// @see https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
// @see https://developers.cloudflare.com/turnstile/troubleshooting/testing/
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Purpose } from "../../contract";
import { callVendor, vendorUrl } from "../../providers/vendor-call";
import { SendFailure } from "../../send-failure";
import { captchaTokenLifetimeSeconds } from "../lifetimes";
import { defineCaptchaVendor, readVerdict } from "./define";

const settings = z.object({
  TURNSTILE_SITE_KEY: z.string().min(1),
  TURNSTILE_SECRET_KEY: z.string().min(1),
  TURNSTILE_URL: vendorUrl("https://challenges.cloudflare.com"),
});

const reply = z.object({
  success: z.boolean(),
  "error-codes": z.array(z.string()).default([]),
  challenge_ts: z.string().optional(),
  hostname: z.string().optional(),
  action: z.string().optional(),
});
type Reply = z.infer<typeof reply>;

/** Published for tests, for anybody: the first digit says what becomes of the token. */
const isTestKey = (key: string) => /^[123]x0{8}/.test(key);

export const turnstile = defineCaptchaVendor({
  name: "turnstile",
  settings,
  // https://developers.cloudflare.com/turnstile/reference/content-security-policy/
  sources: {
    "script-src": ["https://challenges.cloudflare.com"],
    "frame-src": ["https://challenges.cloudflare.com"],
  },
  siteKey: ({ TURNSTILE_SITE_KEY }) => TURNSTILE_SITE_KEY,
  testKeys: (given) =>
    (["TURNSTILE_SITE_KEY", "TURNSTILE_SECRET_KEY"] as const).filter((name) => isTestKey(given[name])),
  tokenSeconds: 300,
  create({ TURNSTILE_SECRET_KEY, TURNSTILE_URL }, { deadlineMs, host, clock }) {
    async function ask(token: string): Promise<Reply> {
      const signal = AbortSignal.timeout(deadlineMs);
      const body = JSON.stringify({
        ...{ secret: TURNSTILE_SECRET_KEY, response: token },
        // The same for both tries: a vendor that took the first and lost its answer says the same again.
        idempotency_key: randomUUID(),
      });
      const attempt = async () => {
        const call = { headers: { "Content-Type": "application/json" }, body, signal };
        const answer = readVerdict(reply, await callVendor(siteverify, call));
        const fault = answer["error-codes"].find((code) => code in faults);
        if (fault) throw new SendFailure(faults[fault as keyof typeof faults], fault);
        return answer;
      };
      return attempt().catch((error: SendFailure) => {
        if (signal.aborted || !["temporary", "unknown"].includes(error.reason)) throw error;
        return attempt();
      });
    }
    const siteverify = new URL("/turnstile/v0/siteverify", TURNSTILE_URL);
    const isOurs = isTestKey(TURNSTILE_SECRET_KEY) ? matchesInTests : matches;
    return {
      async verify(token, purpose) {
        const answer = await ask(token);
        return answer.success && isOurs(answer, { purpose, host, now: clock.now() });
      },
      async check() {
        await ask("probe");
      },
    };
  },
});

interface Expected {
  purpose: Purpose;
  host: string | undefined;
  now: number;
}

function matches({ hostname, action, challenge_ts = "" }: Reply, { purpose, host, now }: Expected): boolean {
  if (action !== purpose || (host !== undefined && hostname !== host)) return false;
  // NaN, where there is no time to read, is not young.
  return now - Date.parse(challenge_ts) <= captchaTokenLifetimeSeconds * 1000;
}

/** Under a test key the vendor does not know where the token comes from, and says something in its place. */
function matchesInTests({ hostname, action }: Reply, { purpose, host }: Expected): boolean {
  const actions: unknown[] = [purpose, "test", "", undefined];
  const hosts: unknown[] = [host ?? hostname, "localhost", "example.com", undefined];
  return actions.includes(action) && hosts.includes(hostname);
}

/** What is not about the token. Every other code refuses it, also one that nobody has heard of. */
const faults = {
  "missing-input-secret": "misconfigured",
  "invalid-input-secret": "misconfigured",
  "internal-error": "temporary",
  // Of our making, and perhaps of this one token's.
  "bad-request": "blocked",
} as const;
