// One line for each refusal that an attack would cause: what refused, and keyed digests of who asked and of the
// address it was about. Enough to follow an attack, and nothing that tells who was attacked.
import type { Log } from "../ports";
import type { Problem, ProblemCode } from "../problem";

/** Silence is for what everybody meets who mistypes, or who has proven the address already. */
const levels: Record<ProblemCode, "info" | "warn" | "silent"> = {
  "invalid-request": "silent",
  unauthenticated: "silent",
  "session-stale": "silent",
  "cross-origin": "warn",
  "captcha-failed": "info",
  "not-found": "silent",
  "account-exists": "silent",
  "challenge-gone": "info",
  "proof-gone": "info",
  "payload-too-large": "info",
  "address-unsupported": "info",
  "code-incorrect": "info",
  "password-incorrect": "info",
  "weak-password": "silent",
  "cooldown-active": "info",
  "rate-limited": "warn",
  // Told where it was noticed.
  internal: "silent",
  unavailable: "warn",
};

/** @param clientOf makes a keyed digest of the client's address block, where there is one: asked for what is logged only */
export function logRefusal(
  log: Log,
  { code, members, about }: Problem,
  clientOf: () => string | undefined,
): void {
  // Nobody is signed in, or somebody has guessed at a password: then it is about an address.
  const level = code === "unauthenticated" && about ? "info" : levels[code];
  if (level === "silent") return;
  // Only the last attempt ends something.
  if (code === "code-incorrect" && members.attemptsLeft !== 0) return;
  const { limit } = members;
  const client = clientOf();
  log[level](
    { event: "refused", problem: code, ...(limit && { limit }), ...about?.(), ...(client && { client }) },
    "refused",
  );
}
