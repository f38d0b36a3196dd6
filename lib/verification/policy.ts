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

/** Prices are fractions of cents, and money is counted in whole numbers. */
export const millionths = 1_000_000;

/**
 * The limit table. Names are stable: operators override rows by them (`LIMITS`), problems name them.
 * A window begins with the first thing it counts and ends `seconds` later.
 */
const rows = {
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
  /**
   * Wrong passwords for one address, from browsers in which nobody has signed in to its account. NIST SP 800-63B-4
   * 3.2.2 allows a hundred in a row for an account, and an account has two addresses at most.
   */
  "address-guesses-hour": { max: 10, seconds: hour },
  "address-guesses-month": { max: 50, seconds: 30 * day },
  /**
   * Wrong passwords for one account in a browser in which somebody signed in to it before: strangers use up none of
   * these (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). In a session, for the account.
   */
  "browser-guesses-hour": { max: 10, seconds: hour },
  "browser-guesses-month": { max: 50, seconds: 30 * day },
  /** Over all addresses: whoever has a list of stolen passwords tries each once. An office mistypes less. */
  "ip-guesses-hour": { max: 30, seconds: hour },
  /** The ceiling of the bill, in messages. */
  "sends-day": { max: 10_000, seconds: day },
  /** The ceiling of the bill, in millionths of the currency's unit; counted where prices are known. */
  "cost-day": { max: 100 * millionths, seconds: day },
} as const satisfies Record<string, Row>;

/** Rows that are so many times another one, and no less than `least`, unless an operator gives them, too. */
const following = {
  /**
   * Pumping: whoever earns by the message enters no codes. A send counts one here, a verified code gives
   * `verifiedGivesBack` back, and what is full is closed until its window ends. An honest block of ten thousand
   * numbers seldom has three sends an hour, of which two are verified.
   */
  "prefix-unverified-hour": { row: "prefix-hour", times: 0.6, least: 12 },
  /** A minute's honest sends are under way unverified at any time: sixteen or so, where `country-hour` is near. */
  "country-unverified-hour": { row: "country-hour", times: 0.2, least: 200 },
  /** An IPv4 /24 or an IPv6 /48, which is one customer's and holds 65,536 clients. Twenty of them are people. */
  "network-sends-day": { row: "ip-sends-day", times: 20, least: 0 },
  /** As above. */
  "network-guesses-hour": { row: "ip-guesses-hour", times: 20, least: 0 },
  /**
   * The share of a ceiling that is open to countries not seen to verify. The rest is kept for the others: fraud in one
   * country cannot close the door for them. Of less than a hundred messages there is nothing to share.
   */
  "sends-day-unproven": { row: "sends-day", times: 0.6, least: 100 },
  "cost-day-unproven": { row: "cost-day", times: 0.6, least: 0 },
} as const satisfies Record<string, { row: keyof typeof rows; times: number; least: number }>;

export type RowName = keyof typeof rows | keyof typeof following;
export type LimitTable = Record<RowName, Row>;

/** The table with some rows of an operator's own. */
export function limitsWith(given: Partial<LimitTable>): LimitTable {
  const table = { ...rows, ...given };
  const followers = Object.entries(following).map(([name, { row, times, least }]) => {
    const { max, seconds } = table[row];
    return [name, { max: Math.max(Math.ceil(max * times), least), seconds }];
  });
  return { ...Object.fromEntries(followers), ...table };
}

export const limitTable: Readonly<LimitTable> = limitsWith({});

/** Rows whose maximum is money. */
export const moneyRows: ReadonlySet<string> = new Set<RowName>(["cost-day", "cost-day-unproven"]);

/**
 * A verified code gives back its own send and three others: where one in four is verified nothing adds up, so that
 * a place is closed only where fewer are. Of honest sends two in three are verified, on a bad day every other one.
 */
export const verifiedGivesBack = 4;

/**
 * A country has been seen to verify when it did so often enough, and often enough of its sends, over these days
 * (UTC, the current one included). Twenty cannot be had by a few phones, and fraud is far below two in five.
 */
export const proving = { days: 3, verified: 20, share: 0.4 } as const;
