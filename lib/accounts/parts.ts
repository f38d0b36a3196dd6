// What accounts are made of, who calls, and what a sign-in gives.
import type { Account } from "../contract";
import type {
  AccountRecord,
  AccountStore,
  Captcha,
  Clock,
  Device,
  Keyring,
  Limits,
  Once,
  Passwords,
  Subject,
} from "../ports";
import type { LimitTable } from "../verification/policy";

export interface Parts {
  store: AccountStore;
  proofs: Once<Subject>;
  captcha: Captcha;
  limits: Limits;
  /** The rows that `limits` applies. */
  table: LimitTable;
  passwords: Passwords;
  /** What everybody here thinks of first: the name of the product. */
  ourWords: readonly string[];
  keyring: Keyring;
  clock: Clock;
}

/** Who brings a call that may sign somebody in. */
export interface Caller {
  ip: string;
  device: Device;
  /** The session that the client has so far. */
  sessionToken?: string | undefined;
  /** What this browser keeps of the accounts that signed in there. */
  knownTo?: string | undefined;
}

/** For the client; two of them as cookies. */
export interface SignedIn {
  account: Account;
  /** Stored as a digest. */
  sessionToken: string;
  /** What this browser shall keep. */
  knownTo: string;
}

export function publicly({ id, name, email, phone, passwordHash, createdAt }: AccountRecord): Account {
  return { id, name, email, phone, hasPassword: passwordHash !== null, createdAt: written(createdAt) };
}

// biome-ignore lint/style/noRestrictedGlobals: writes an instant down, does not ask for one
export const written = (instant: number): string => new Date(instant).toISOString();
