// The numbers of the verification, each with its authority. Rules live in ./index.ts.
// ASVS is OWASP ASVS 5.0; NIST is NIST SP 800-63B-4.
import { codeLength } from "../contract";

export const codePolicy = {
  /** 10^6 values are just under 20 bits; three attempts make that 1 in 333,333 (ASVS 6.5.4). */
  length: codeLength,
  /** The standards allow ten minutes at most (ASVS 6.5.5); half of it is a product decision. */
  lifetimeSeconds: 300,
  /** Attempts on one challenge, right or wrong, before it is destroyed. Product decision. */
  attempts: 3,
  /** Codes in one challenge, whatever became of them: after that a captcha is due again. Product decision. */
  sends: 5,
} as const;

/** A proof is used once and outlives a person who thinks about a password. Product decision. */
export const proofLifetimeSeconds = 600;

/** A delivery has ended by then, its wait for a turn included. */
export const deliverySeconds = 14;

/** How long a code may be on its way before it counts as lost with the process that had it. */
export const deliveryPatienceSeconds = deliverySeconds + 1;

/** One named maximum per window. */
export interface Row {
  max: number;
  seconds: number;
}

const minute = 60;
const hour = 3600;
const day = 86_400;

/**
 * The limit table. Names are stable: operators override rows by them (`LIMITS`), problems name them.
 * A window begins with the first thing it counts and ends `seconds` later.
 */
export const limitTable = {
  /** Shortest wait between two sends to one address. Product decision. */
  "address-cooldown": { max: 1, seconds: minute },
  "address-hour": { max: 5, seconds: hour },
  "address-day": { max: 10, seconds: day },
  /** Wrong attempts over all challenges: a new code must not reset the count (NIST 3.1.3.2). */
  "address-failures-day": { max: 10, seconds: day },
  /** A number less its last four digits: premium-number fraud walks through such blocks. */
  "prefix-hour": { max: 20, seconds: hour },
  "country-hour": { max: 1000, seconds: hour },
  /** Per IPv4 address or IPv6 /64. Product decision. */
  "ip-sends-day": { max: 10, seconds: day },
  /** Any call that touches the store; those about a session only ask the database. A sign-up takes about ten, and an office shares one address. */
  "ip-requests-minute": { max: 600, seconds: minute },
  "ip-puzzles-minute": { max: 60, seconds: minute },
  /** The ceiling of the bill. */
  "sends-day": { max: 10_000, seconds: day },
} as const satisfies Record<string, Row>;

export type RowName = keyof typeof limitTable;
export type LimitTable = Record<RowName, Row>;
