import "server-only";
// What an HTTP status alone says about a message that was not taken, where the vendor's own code says no more.
import type { FailureReason } from "../send-failure";

/**
 * Never `invalid-address`: a status does not tell a bad number from a bad template, and the next provider
 * may know.
 */
export function reasonOfStatus(status: number): FailureReason {
  if (status === 429) return "throttled";
  // Somebody behind the one who answered was still at it.
  if (status === 504) return "unknown";
  // Credentials, balance, permission; or nothing there that takes messages, and redirects are not followed.
  if ([401, 402, 403, 404, 405, 415].includes(status) || (status >= 300 && status < 400)) {
    return "misconfigured";
  }
  return "temporary";
}
