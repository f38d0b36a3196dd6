// A proof becomes an account and its first session. Pure.
import type { AccountRecord, Subject } from "../ports";
import { Problem } from "../problem";
import type { KnownBrowsers } from "./known-browsers";
import { type Caller, type Parts, publicly, type SignedIn } from "./parts";
import { refuseWeak } from "./password";
import { entering, type Proofs } from "./proofs";
import type { Sessions } from "./sessions";

interface Own extends Parts {
  proving: Proofs;
  sessions: Sessions;
  known: KnownBrowsers;
}

export function creating(parts: Own) {
  const { store, passwords, keyring, clock, proving, sessions, known } = parts;

  /** What an earlier try with the same proof has left. @throws Problem when the address is somebody's already */
  async function earlierTry(id: string, { channel, address }: Subject): Promise<AccountRecord | undefined> {
    const found = await store.findByAddress(channel, address);
    if (found && found.id !== id) throw new Problem("account-exists");
    return found;
  }

  return {
    /**
     * 1 everything that can be refused without the proof, 2 redeem the proof, 3 hash the password,
     * 4 insert account and session under a uniqueness constraint. The address comes with the proof.
     * After an outage the same proof is good for another try, also when the account was written and only the
     * database's answer was lost: the account's id comes from the proof, so the try finds its own and replaces it.
     * @throws Problem `proof-gone`, `weak-password`, `account-exists`; only the last may have cost the proof
     */
    async create(
      request: { proof: string; password?: string | undefined; name?: string | undefined },
      caller: Caller,
    ): Promise<SignedIn> {
      const { proof, password, name } = request;
      const subject = await proving.read(proof, entering, caller.ip);
      if (password !== undefined) await refuseWeak(password, ownerOf(subject, name), parts);
      const id = accountId(keyring.digest("account", proof));
      let earlier = await earlierTry(id, subject);

      return proving.spend(proof, async (subject) => {
        const passwordHash = password === undefined ? null : await passwords.hash(password);
        for (;;) {
          const account: AccountRecord = {
            ...{ id, ...ownerOf(subject, name), passwordHash },
            // Later than what it replaces, also by the clock of another machine.
            createdAt: Math.max(clock.now(), earlier ? earlier.createdAt + 1 : 0),
          };
          const { token, session } = sessions.draft(id, caller.device);
          if (await store.insert(account, session, sessions.digestOf(caller.sessionToken)))
            return {
              account: publicly(account),
              sessionToken: token,
              knownTo: known.with(caller.knownTo, account),
            };
          // An earlier try of this person may have come through only now.
          earlier = await earlierTry(id, subject);
          if (!earlier || earlier.createdAt < account.createdAt) throw new Problem("account-exists");
        }
      });
    },
  };
}

const ownerOf = ({ channel, address }: Subject, name: string | undefined) => ({
  email: channel === "email" ? address : null,
  phone: channel === "sms" ? address : null,
  name: name || null,
});

/** A UUID of version 8 (RFC 9562): 120 bits that only this proof gives. */
function accountId(digest: string): string {
  const hex = Buffer.from(digest, "base64url").toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
