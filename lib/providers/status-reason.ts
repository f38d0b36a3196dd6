import "server-only";
// What an HTTP status says about a message that was not taken, where the vendor's own code says no more.
import type { FailureReason } from "../send-failure";

/**
 * Never `invalid-address`: a status does not tell a bad number from a bad template, and the next provider
 * may know.
 */
export function reasonOfStatus(status: number): FailureReason {
  if (status === 429) return "throttled";
  // Somebody behind the one who answered was still at it.
  if (status === 504) return "unknown";
  if (status >= 500 || status === 408) return "temporary";
  // Credentials, balance, permission; or nothing there that takes messages, and redirects are not followed.
  if ([401, 402, 403, 404, 405, 415].includes(status) || (status >= 300 && status < 400)) {
    return "misconfigured";
  }
  return "blocked";
}

/**
 * The same beside a code that no table lists. The cause may lie in this one number, and a stranger with an odd
 * one must not cost everybody this provider: permission may be missing for its country, the number be unknown.
 */
export function reasonOfUnlisted(status: number): FailureReason {
  return status === 403 || status === 404 ? "blocked" : reasonOfStatus(status);
}
