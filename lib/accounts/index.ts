// Accounts and sessions: a proof becomes an account, an account a session. Pure.
import { randomUUID } from "node:crypto";
import type { Account } from "../contract";
import type {
  AccountRecord,
  AccountStore,
  Clock,
  Keyring,
  Limits,
  Once,
  Passwords,
  SessionRecord,
  Subject,
} from "../ports";
import { Problem } from "../problem";
import { commonPassword, passwordFaults } from "./password";

/** Product decision: long enough not to annoy, short enough that a lost laptop is forgotten. */
export const sessionLifetimeSeconds = 30 * 86_400;

export interface Parts {
  store: AccountStore;
  proofs: Once<Subject>;
  limits: Limits;
  passwords: Passwords;
  keyring: Keyring;
  clock: Clock;
}

export interface SignedIn {
  account: Account;
  /** For the cookie only; stored as a digest. */
  sessionToken: string;
}

export function accounts({ store, proofs, limits, passwords, keyring, clock }: Parts) {
  const digestOf = (token: string) => keyring.digest("session", token);

  function draftSession(accountId: string): { token: string; session: SessionRecord } {
    const token = keyring.mint();
    const createdAt = clock.now();
    const expiresAt = createdAt + sessionLifetimeSeconds * 1000;
    return { token, session: { digest: digestOf(token), accountId, createdAt, expiresAt } };
  }

  return {
    /**
     * 1 everything that can be refused without the proof, 2 redeem the proof, 3 hash the password,
     * 4 insert account and session under a uniqueness constraint. The address comes with the proof.
     * @throws Problem `proof-gone`, `weak-password`, `account-exists`; only the last may have cost the proof
     */
    async create(request: {
      proof: string;
      password?: string;
      name?: string;
      ip: string;
    }): Promise<SignedIn> {
      const { proof, password, name, ip } = request;
      const [, subject] = await Promise.all([
        limits.take({ subject: "ip", id: ip, rows: ["ip-requests-minute"] }),
        proofs.read(proof),
      ]);
      if (subject?.purpose !== "sign-up") throw new Problem("proof-gone");
      if (password !== undefined) await refuseWeak(password);
      if (await store.findByAddress(subject.channel, subject.address)) throw new Problem("account-exists");

      const taken = await proofs.take(proof);
      if (!taken) throw new Problem("proof-gone");
      const { channel, address } = taken.value;
      try {
        const account: AccountRecord = {
          id: randomUUID(),
          email: channel === "email" ? address : null,
          phone: channel === "sms" ? address : null,
          name: name || null,
          passwordHash: password === undefined ? null : await passwords.hash(password),
          createdAt: clock.now(),
        };
        const { token, session } = draftSession(account.id);
        if (!(await store.insert(account, session))) throw new Problem("account-exists");
        return { account: publicly(account), sessionToken: token };
      } catch (error) {
        // The person has proven the address: they may finish once the database is back.
        if (!(error instanceof Problem)) await taken.restore();
        throw error;
      }
    },

    /** @throws Problem `unauthenticated` */
    async current(sessionToken: string | undefined): Promise<Account> {
      if (!sessionToken || !keyring.knows(sessionToken)) throw new Problem("unauthenticated");
      const account = await store.findBySession(digestOf(sessionToken), clock.now());
      if (!account) throw new Problem("unauthenticated");
      return publicly(account);
    },

    async end(sessionToken: string | undefined): Promise<void> {
      if (sessionToken && keyring.knows(sessionToken)) await store.deleteSession(digestOf(sessionToken));
    },
  };

  async function refuseWeak(password: string) {
    const faults = passwordFaults(password);
    if (faults.length === 0 && (await passwords.isCommon(password))) faults.push(commonPassword);
    if (faults.length > 0) throw new Problem("weak-password", { errors: faults });
  }
}

export type Accounts = ReturnType<typeof accounts>;

function publicly({ id, name, email, phone, passwordHash, createdAt }: AccountRecord): Account {
  const hasPassword = passwordHash !== null;
  // biome-ignore lint/style/noRestrictedGlobals: writes an instant down, does not ask for one
  return { id, name, email, phone, hasPassword, createdAt: new Date(createdAt).toISOString() };
}
