// Every seam of the application on one page. Cores see only these interfaces; stores and providers
// implement them; services.ts joins both. Durations are seconds, instants are milliseconds since 1970.
import type { Address, KeptAddress } from "./address";
import type { Channel, Delivery, Purpose, WorkChallenge, WorkSolution } from "./contract";
import type { RowName } from "./verification/policy";

export interface Clock {
  now(): number;
}

export interface Timers {
  /** @returns a function that calls it off */
  after(ms: number, ring: () => void): () => void;
}

/** Runs a task after the response has been sent. */
export type Later = (task: () => Promise<void>) => void;

/** Never receives a code, a token, a password or a full address. */
export interface Log {
  info(event: Record<string, unknown>, text: string): void;
  warn(event: Record<string, unknown>, text: string): void;
  error(event: Record<string, unknown>, text: string): void;
}

/**
 * Secrets of the application. Every id it mints names the key it was minted under, so that a
 * rotated key keeps serving the ids it gave out until it is dropped from the list.
 */
export interface Keyring {
  /** An unguessable id (128 random bits). Ids of one slot live on one node of a cluster. */
  mint(slot?: string): string;
  /** Whether this could be an id of ours, under a key that still counts. */
  knows(id: string): boolean;
  /** HMAC under the key that minted `id`. */
  digest(use: string, id: string, ...parts: string[]): string;
  /** Encrypts a JSON value under the key that minted `id`, bound to it. */
  seal(id: string, value: unknown): string;
  /** @throws when the text was not sealed for this id. */
  open(id: string, sealed: string): unknown;
  /** A stable stand-in for something that must not be stored, under the first key. */
  pseudonym(...parts: string[]): string;
  /** Whether any of our keys gives these parts this pseudonym. */
  isPseudonym(text: string, ...parts: string[]): boolean;
}

/** Things that can be taken at most once, also in a race: puzzles, captcha tokens, proofs. */
export interface Once<Value> {
  put(id: string, value: Value, expiresAt: number): Promise<void>;
  read(id: string): Promise<Value | undefined>;
  take(id: string): Promise<Taken<Value> | undefined>;
}

/** In one step with what is taken from the limits for it, where the store can: where they refuse, nothing has happened. */
export interface OnceWithin<Value> extends Once<Value> {
  /** @throws Problem as `Limits.take` */
  putWithin(demand: Demand, id: string, value: Value, expiresAt: number): Promise<RowState[]>;
  /** @throws Problem as `Limits.take` */
  takeWithin(demand: Demand, id: string): Promise<Taken<Value> | undefined>;
}

export interface Taken<Value> {
  value: Value;
  /** Puts it back, for when the request that took it could not go on. */
  restore(): Promise<void>;
}

/** Remembers that something has been there, without being able to say what. */
export interface Seen {
  /**
   * Notes it for so long, in one atomic step, and who has it.
   * @returns false when somebody else had it before
   */
  note(what: string, who: string, seconds: number): Promise<boolean>;
}

/** How suspicious somebody looks: 0 has earned trust, 1 is anybody, 2 is suspicious, 3 attacks. */
export type RiskLevel = 0 | 1 | 2 | 3;

/** Whom a puzzle is for, as far as we can tell. */
export interface Suspect {
  ip: string;
  /** Where the code is to go, if that was typed already. */
  address?: Address | undefined;
  /** Whether a code was proven in this browser lately. */
  trusted?: boolean;
}

export interface Risk {
  /** As far as it is known, without asking anybody. */
  of(suspect: Suspect): RiskLevel;
  /** What speaks against the address's prefix and country alone: there somebody may earn by the message. */
  around(address: Address): RiskLevel;
  /** What the limits said about a client that asked for a puzzle. */
  learnClient(ip: string, rows: readonly RowState[]): void;
  /** What the limits said about an address that a code was asked for: what is left, or which row refused. */
  learnAddress(address: Address, rows: readonly RowState[]): void;
  /** How a solution went. */
  judged(ip: string, right: boolean): void;
  /** A captcha token came from another place than where it was earned: phones do that, and so do those who sell them. */
  moved(from: string, to: string): void;
}

/** Work for one puzzle: what was worked for another does nothing for it. */
export interface PosedWork {
  challenge: WorkChallenge;
  /** What the challenge is signed with, and nothing else. */
  secrets: Record<"hmacSignatureSecret" | "hmacKeySignatureSecret", string>;
}

/** Proof of work: cheap to pose and to check, dear to do. */
export interface Work {
  /** @param counters the counter lies between 1 and this, evenly */
  pose(counters: number): Promise<PosedWork>;
  check(posed: PosedWork, solution: WorkSolution): Promise<boolean>;
}

/** What is counted (`subject`), about whom (`id`, stored as a pseudonym), by which rows. */
export interface Demand {
  subject: "address" | "prefix" | "country" | "ip" | "network" | "all" | "browser" | "account";
  id: string;
  /** Rows from which is taken, and which refuse where that is not left. */
  rows: readonly RowName[];
  /** Rows from which is taken, also where nothing is left: they refuse nobody. */
  waived?: readonly RowName[];
  /** Rows that must have something left, but from which nothing is taken. */
  guards?: readonly RowName[];
  /** How much is taken from a row, where it is not one. */
  costs?: Readonly<Partial<Record<RowName, number>>>;
}

export interface RowState {
  row: RowName;
  remaining: number;
  /** Seconds until the window ends. */
  resetIn: number;
}

export interface Reservation {
  rows: RowState[];
  /** Gives everything back that was taken. */
  refund(): Promise<void>;
}

export interface Limits {
  /**
   * Takes from every row of every demand, or nothing at all. On a cluster the first demand goes ahead.
   * @throws Problem `cooldown-active` or `rate-limited`, naming the row with the longest wait.
   */
  take(...demands: Demand[]): Promise<Reservation>;
  read(demand: Demand): Promise<RowState[]>;
  /** Gives as much as the demands would take back to the windows that run now, whoever took it; never beyond full. */
  giveBack(...demands: Demand[]): Promise<void>;
  /** Ends the cooldown that a send began at about this instant, and no other. */
  releaseCooldown(address: Address, beganAt: number): Promise<void>;
  /** The store key that counts wrong attempts on this address. */
  failuresKey(address: Address): string;
}

/** What a challenge is about. Sealed before it is stored. */
export interface Subject extends KeptAddress {
  purpose: Purpose;
  locale: string;
}

/** One code of a challenge, as stored. */
export interface StoredCode {
  digest: string;
  expiresAt: number;
}

export interface StoredChallenge {
  subject: Subject;
  /** The store key that counts wrong attempts on this address. */
  failuresKey: string;
  attempts: number;
  /** Codes made so far. */
  sends: number;
  /** The newest one; the challenge ends with it. */
  code: StoredCode;
  /** Of the newest code. */
  delivery: Delivery;
}

export type AttemptOutcome =
  | { kind: "gone" }
  | { kind: "wrong"; subject: Subject; attemptsLeft: number }
  /** `provider` delivered the code, or nothing when it arrived before that was written down. */
  | { kind: "right"; subject: Subject; provider: string };

export interface Challenges {
  put(id: string, challenge: { subject: Subject; failuresKey: string; code: StoredCode }): Promise<void>;
  drop(id: string): Promise<void>;
  read(id: string): Promise<StoredChallenge | undefined>;
  /**
   * Makes this the newest code; the one before it stays valid until its own end.
   * "busy" while the newest one is still on its way, unless this send has been granted its limits, which decide:
   * then the other belongs to one that they refused, unless the cooldown is set shorter than a delivery. "spent"
   * after so many codes, delivered or not: a new challenge costs a new captcha.
   */
  addCode(id: string, code: StoredCode, granted?: boolean): Promise<"added" | "busy" | "gone" | "spent">;
  /** Takes back a code that was never sent; those before it move up again. */
  dropCode(id: string, digest: string): Promise<void>;
  /**
   * Of one code. Never moves back: queued → sent → delivered | failed.
   * @returns whether this very call moved it, so that what follows from it is done once
   */
  setDelivery(id: string, digest: string, delivery: Delivery, provider?: string): Promise<boolean>;
  /**
   * Like `setDelivery` to failed, for a code that nobody can have received: it matches no attempt from now on,
   * so that what was refunded cannot be guessed.
   */
  voidCode(id: string, digest: string): Promise<boolean>;
  /**
   * One atomic step: takes the admission, counts the attempt, compares, and either consumes the challenge and leaves
   * a proof of its subject, or counts the failure and destroys the challenge at the last attempt.
   * @throws Problem of the admission, before anything else is looked at
   */
  attempt(
    id: string,
    attempt: {
      digest: string;
      /** On a cluster taken in a step of its own, ahead. */
      admission: Demand;
      proof: { id: string; expiresAt: number };
    },
  ): Promise<AttemptOutcome>;
}

/** What a provider is asked to deliver: the finished text, and its parts for vendors with templates. */
export interface Message {
  id: string;
  channel: Channel;
  to: string;
  /** ISO 3166-1 alpha-2; absent for e-mail. */
  country?: string;
  code: string;
  minutes: number;
  purpose: Purpose;
  locale: string;
  text: string;
  subject?: string;
  html?: string;
}

/** The vendor took the message. */
export interface Accepted {
  vendorId: string;
}

export interface Provider {
  readonly name: string;
  readonly channels: readonly Channel[];
  /**
   * Gives up, and ends the call, when the signal fires.
   * @throws SendFailure when the vendor did not take it, or did not say so in time
   */
  send(message: Message, signal: AbortSignal): Promise<Accepted>;
  /** Where the vendor has a harmless call that proves the credentials. @throws SendFailure */
  check?(signal: AbortSignal): Promise<void>;
  close?(): Promise<void>;
}

/** How a delivery ended. `perhaps-sent`: nobody said yes, but somebody may have taken it all the same. */
export type Outcome =
  | { kind: "accepted"; provider: string; vendorId: string }
  | { kind: "nothing-sent" }
  | { kind: "perhaps-sent" };

export interface DeliveryTerms {
  /** The delivery has ended by then, asked or not. */
  endsAt: number;
  /** Asked before a message that may have been sent is sent once more: it would be paid for again. */
  mayRepeat(): Promise<boolean>;
}

/** A place among what is under way or waiting. */
export interface Place {
  release(): void;
}

export interface Dispatch {
  /** The providers that may deliver to this address, by name; none where no route serves it. */
  routeTo(address: Address): readonly string[];
  /** @throws Problem `unavailable` when too many deliveries wait already */
  reserve(): Place;
  /** Never throws. */
  deliver(message: Message, terms: DeliveryTerms): Promise<Outcome>;
}

/** What a vendor reported about a message, once it has ended. */
export interface ReceiptRequest {
  /** As the vendor called it: the public origin and the path. */
  url: string;
  headers: Pick<Headers, "get">;
  body: string;
}

export interface Receipt {
  vendorId: string;
  delivery: "delivered" | "failed";
}

/** Which code a vendor's message carried. */
export interface SentMessage {
  challengeId: string;
  digest: string;
  /** Empty for e-mail. */
  country: string;
}

/** Remembers messages by the vendor's id, for as long as receipts may come. */
export interface SentMessages {
  put(provider: string, vendorId: string, message: SentMessage): Promise<void>;
  find(provider: string, vendorId: string): Promise<SentMessage | undefined>;
}

export type TallyName = "sent" | "delivered" | "failed" | "verified";

/** How a provider does in a country, by day (UTC). */
export interface Tallies {
  count(provider: string, country: string, name: TallyName): Promise<void>;
  /** Of so many days together, the current one included. */
  read(provider: string, country: string, days?: number): Promise<Partial<Record<TallyName, number>>>;
}

/** What messages cost, in millionths of a unit of the operator's currency. */
export interface Prices {
  /** @param country as in {@link Message} */
  of(provider: string, country: string | undefined): number;
}

/** Writes the message in the person's language. */
export type Compose = (parts: {
  channel: Channel;
  purpose: Purpose;
  code: string;
  minutes: number;
  locale: string;
}) => { text: string; subject?: string; html?: string };

/** What solving a captcha earned, taken. */
export interface Pass {
  /** It was earned for this very address, by more than is asked of anybody. */
  strong?: boolean;
  restore(): Promise<void>;
}

/** Who brings a captcha token, and what for. */
export interface Bearer {
  purpose: Purpose;
  address: Address;
  ip: string;
  /** The id that this browser was given with its puzzle; clients without cookies have none. */
  browser?: string | undefined;
}

export interface Captcha {
  /**
   * @param admission the limit per client, taken in the same round trip and whatever becomes of the token; where it
   * refuses, the token stays, and no vendor is asked
   * @throws Problem as `Limits.take`; `captcha-failed`, `unavailable` while nobody can judge the token, or
   * `invalid-request` where one is needed and there is none
   */
  redeem(token: string | undefined, bearer: Bearer, admission: Demand): Promise<Pass>;
}

/** A company that judges the tokens which its own widget gave to browsers. */
export interface CaptchaVendor {
  readonly name: string;
  /**
   * @returns whether the token is the vendor's, earned on our page for this purpose, and new to the vendor
   * @throws SendFailure when the vendor did not say, or does not know us
   */
  verify(token: string, purpose: Purpose): Promise<boolean>;
  /** A harmless call that proves the credentials. @throws SendFailure */
  check(): Promise<void>;
}

/** Tokens of a captcha vendor, each taken at most once, also in a race, whatever the vendor says of it. */
export interface SpentTokens {
  /** The purpose it was verified for, where it was given back after that. */
  take(token: string): Promise<"new" | "spent" | Purpose>;
  /** For when the request that took it could not go on. */
  giveBack(token: string, verifiedFor?: Purpose): Promise<void>;
}

export interface AccountRecord {
  id: string;
  email: string | null;
  phone: string | null;
  name: string | null;
  passwordHash: string | null;
  createdAt: number;
}

/** Where somebody signed in, as far as the client and its address tell. */
export interface Device {
  browser: string | null;
  system: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
}

export interface SessionRecord extends Device {
  /** Of the token; the token itself is only in the cookie. */
  digest: string;
  accountId: string;
  /** When somebody signed in: a session that replaces another without that keeps it. */
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
}

/** What must still be so when an account is written, or nothing is. */
export type StillSo = Partial<Pick<AccountRecord, "email" | "phone" | "passwordHash">>;

export interface AccountStore {
  findByAddress(channel: Channel, address: string): Promise<AccountRecord | undefined>;
  /**
   * Both or neither. Replaces an account of the same id that is not newer: the same try, once more.
   * @param replaced the digest of a session that ends with it
   * @returns false when the address has an account already
   */
  insert(account: AccountRecord, session: SessionRecord, replaced?: string): Promise<boolean>;
  /** @returns false when the account is no longer so, and nothing was written */
  beginSession(session: SessionRecord, still: StillSo, replaced?: string): Promise<boolean>;
  findBySession(
    digest: string,
    now: number,
  ): Promise<{ account: AccountRecord; session: SessionRecord } | undefined>;
  /** The newest ones that have not expired, newest first. */
  listSessions(accountId: string, now: number): Promise<SessionRecord[]>;
  noteSeen(digest: string, at: number): Promise<void>;
  deleteSession(digest: string): Promise<void>;
  /** @param except the digest of the one that stays */
  deleteSessions(accountId: string, except?: string): Promise<void>;
  setName(accountId: string, name: string | null): Promise<void>;
  /**
   * In one step with the end of every session of the account but the one that begins.
   * @param replaced the digest of a session that ends with it, whosever it is
   * @returns false when the account is no longer so, and nothing was written
   */
  setPassword(
    passwordHash: string,
    session: SessionRecord,
    still: StillSo,
    replaced?: string,
  ): Promise<boolean>;
  /** @returns false when another account has the address */
  setAddress(accountId: string, channel: Channel, address: string): Promise<boolean>;
  /** With its sessions. */
  deleteAccount(accountId: string): Promise<void>;
}

export interface Passwords {
  /** Whether it is among those that are guessed first. */
  isCommon(password: string): Promise<boolean>;
  /** @throws Problem `unavailable` when too many wait already; so does `verify` */
  hash(password: string): Promise<string>;
  /** @param hash null where there is no password: no less work, and never right */
  verify(password: string, hash: string | null): Promise<boolean>;
}
