// Turnstile's siteverify as its documents describe it: the secret, the token, once each, unless the same validation
// is repeated under its idempotency key. What it says of a token is what the widget was drawn with.
import type { HttpReply, VendorRequest } from "./vendor";

export interface TurnstileAccount {
  secret: string;
  now(): number;
}

export interface Widget {
  action?: string;
  hostname?: string;
  /** Seconds since it was solved. */
  age?: number;
}

const refused = (...codes: string[]): HttpReply => ({
  status: 200,
  body: { success: false, "error-codes": codes, messages: [] },
});

export const turnstileError = refused;

export function turnstileVendor({ secret, now }: TurnstileAccount) {
  const tokens = new Map<string, Required<Widget> & { solvedAt: number; validatedBy?: string }>();
  let issued = 0;
  return {
    /** A token as the widget would hand it to the page. */
    solve({ action = "sign-up", hostname = "localhost", age = 0 }: Widget = {}): string {
      issued += 1;
      const token = `0.${"Tt-_09".repeat(40)}.${issued}`;
      tokens.set(token, { action, hostname, age, solvedAt: now() - age * 1000 });
      return token;
    },
    answer({ method, url, headers, body }: VendorRequest): HttpReply {
      if (method !== "POST" || url.pathname !== "/turnstile/v0/siteverify" || url.search !== "")
        return { status: 405, body: "<html>not here</html>" };
      if (headers["content-type"] !== "application/json") return refused("bad-request");
      const { secret: given, response, idempotency_key: key, ...rest } = JSON.parse(body);
      if (given !== secret) return refused("invalid-input-secret");
      if (typeof response !== "string" || response === "") return refused("missing-input-response");
      if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(key) || Object.keys(rest).length > 0)
        return refused("bad-request");
      const found = tokens.get(response);
      if (!found) return refused("invalid-input-response");
      const { action, hostname, solvedAt, validatedBy = key } = found;
      if (validatedBy !== key || now() - solvedAt > 300_000) return refused("timeout-or-duplicate");
      found.validatedBy = key;
      const challenge_ts = new Date(solvedAt).toISOString();
      return {
        status: 200,
        body: { success: true, "error-codes": [], challenge_ts, hostname, action, cdata: "" },
      };
    },
  };
}
