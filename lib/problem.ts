// Problem: an expected refusal with a stable code, in the shape of RFC 9457.
// Anything else that is thrown is a bug or an outage and becomes `internal` or `unavailable` at the edge.

/** Every problem code, the status it travels with, and its English title. */
export const problems = {
  "invalid-request": { status: 400, title: "The request is not well formed" },
  unauthenticated: { status: 401, title: "Nobody is signed in" },
  "cross-origin": { status: 403, title: "The request comes from another site" },
  "session-stale": { status: 403, title: "The sign-in is too long ago" },
  "captcha-failed": { status: 403, title: "The captcha was not solved" },
  "not-found": { status: 404, title: "There is nothing at this address" },
  "account-exists": { status: 409, title: "This address already has an account" },
  "challenge-gone": { status: 410, title: "The challenge has ended" },
  "proof-gone": { status: 410, title: "The proof has ended" },
  "payload-too-large": { status: 413, title: "The request is too large" },
  "address-unsupported": { status: 422, title: "This address is not served" },
  "code-incorrect": { status: 422, title: "The code is not right" },
  "password-incorrect": { status: 422, title: "The password is not right" },
  "weak-password": { status: 422, title: "The password is too weak" },
  "cooldown-active": { status: 429, title: "A code was sent a moment ago" },
  "rate-limited": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "The service is not available right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** One fault in a request: where (a JSON pointer, RFC 6901) and what. */
export interface Fault {
  pointer: string;
  detail: string;
}

/** Members that travel beside `code`; durations are seconds. */
export interface ProblemMembers {
  detail?: string;
  errors?: Fault[];
  /** Seconds after which the same request may succeed. */
  retryAfter?: number;
  /** Name of the limit's row that refused. */
  limit?: string;
  attemptsLeft?: number;
  requestId?: string;
  /** Parts that do not answer: as named by `GET /api/health`, or `captcha`, whose vendor is not ours to mend. */
  down?: string[];
}

/** Whom a refusal was about: for the log, never for the wire. */
export interface About {
  channel: string;
  country?: string;
  /** A keyed digest. */
  address: string;
}

/**
 * Next loads this module once for pages and once for routes; what one copy throws, the other must
 * recognise. So these errors are known by their name.
 */
const known = (name: string) => (thrown: unknown) => thrown instanceof Error && thrown.name === name;

export class Problem extends Error {
  static override readonly [Symbol.hasInstance] = known("Problem");
  override readonly name = "Problem";
  /** Asked where it is logged. */
  about?: () => About;

  constructor(
    readonly code: ProblemCode,
    readonly members: ProblemMembers = {},
  ) {
    super(code);
  }
}

/** A request refused for one fault. */
export function invalid(pointer: string, detail: string): Problem {
  return new Problem("invalid-request", { errors: [{ pointer, detail }] });
}

/** A part of the system does not answer, or cannot serve. */
export class Outage extends Error {
  static override readonly [Symbol.hasInstance] = known("Outage");
  override readonly name = "Outage";

  constructor(
    readonly part: "store" | "database",
    cause: unknown,
  ) {
    super(`${part} is down`, { cause });
  }
}

/** Whether a part is down or cannot serve. @upstash/redis throws its own error for what the store refused. */
export const isOutage = (thrown: unknown): boolean =>
  thrown instanceof Outage || (thrown instanceof Error && thrown.name === "UpstashError");
