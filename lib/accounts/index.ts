// Accounts and sessions: a proof becomes an account, an account a session. Pure.
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
     * After an outage the same proof is good for another try, also when the account was written and only the
     * database's answer was lost: the account's id comes from the proof, so the try finds its own and replaces it.
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
      const id = accountId(keyring.digest("account", proof));
      let earlier = await earlierTry(id, subject);

      const taken = await proofs.take(proof);
      if (!taken) throw new Problem("proof-gone");
      const { channel, address } = taken.value;
      try {
        const passwordHash = password === undefined ? null : await passwords.hash(password);
        for (;;) {
          const account: AccountRecord = {
            id,
            email: channel === "email" ? address : null,
            phone: channel === "sms" ? address : null,
            name: name || null,
            passwordHash,
            // Later than what it replaces, also by the clock of another machine.
            createdAt: Math.max(clock.now(), earlier ? earlier.createdAt + 1 : 0),
          };
          const { token, session } = draftSession(id);
          if (await store.insert(account, session)) {
            return { account: publicly(account), sessionToken: token };
          }
          // An earlier try of this person may have come through only now.
          earlier = await earlierTry(id, taken.value);
          if (!earlier || earlier.createdAt < account.createdAt) throw new Problem("account-exists");
        }
      } catch (error) {
        // The person has proven the address: they may finish once the database is back.
        // If even that fails, they hear of the first failure: it is the one to mend.
        if (!(error instanceof Problem)) await taken.restore().catch(() => {});
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

  /** What an earlier try with the same proof has left. @throws Problem when the address is somebody's already */
  async function earlierTry(id: string, { channel, address }: Subject): Promise<AccountRecord | undefined> {
    const found = await store.findByAddress(channel, address);
    if (found && found.id !== id) throw new Problem("account-exists");
    return found;
  }

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

/** A UUID of version 8 (RFC 9562): 120 bits that only this proof gives. */
function accountId(digest: string): string {
  const hex = Buffer.from(digest, "base64url").toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
