// A new password: by a proof of the address, for whoever forgot the old one, or in a session. Pure.
import type { AccountRecord, StillSo } from "../ports";
import { invalid, Problem } from "../problem";
import { byHolder, guess } from "./guesses";
import type { KnownBrowsers } from "./known-browsers";
import { type Caller, type Parts, publicly, type SignedIn } from "./parts";
import { refuseWeak } from "./password";
import type { Proofs } from "./proofs";
import type { Holder, Sessions } from "./sessions";

interface Own extends Parts {
  proving: Proofs;
  sessions: Sessions;
  known: KnownBrowsers;
}

interface Terms {
  still: StillSo;
  /** When somebody signed in, where the session goes on from another one. */
  since?: number | undefined;
  /** A session that ends with those of the account, though it may be another's. */
  replaced?: string | undefined;
  /** Where the account is no longer so. */
  refused: Problem;
}

export function changingPassword(parts: Own) {
  const { store, limits, passwords, proving, sessions, known } = parts;

  /** Ends every session of the account and begins one. */
  async function write(
    account: AccountRecord,
    password: string,
    caller: Caller,
    { still, since, replaced, refused }: Terms,
  ): Promise<SignedIn> {
    const changed = { ...account, passwordHash: await passwords.hash(password) };
    const { token, session } = sessions.draft(account.id, caller.device, since);
    if (!(await store.setPassword(changed.passwordHash, session, still, replaced))) throw refused;
    return {
      account: publicly(changed),
      sessionToken: token,
      knownTo: known.with(caller.knownTo, changed),
    };
  }

  /** @throws Problem unless the holder may set a password without more */
  async function confirm({ account, session }: Holder, currentPassword: string | undefined): Promise<void> {
    const { id, passwordHash } = account;
    if (passwordHash === null) {
      if (!sessions.isFresh(session)) throw new Problem("session-stale");
      return;
    }
    if (currentPassword === undefined) throw invalid("/currentPassword", "required");
    const right = await guess(parts, byHolder(id), () => passwords.verify(currentPassword, passwordHash));
    if (!right) throw new Problem("password-incorrect");
  }

  return {
    /**
     * By a proof of purpose reset-password, without a session.
     * @throws Problem `proof-gone`; `unauthenticated` where no account has the address, and `weak-password`: these
     * cost no proof
     */
    async reset(proof: string, password: string, caller: Caller): Promise<SignedIn> {
      const { channel, address } = await proving.read(proof, ["reset-password"], caller.ip);
      const account = await store.findByAddress(channel, address);
      const unauthenticated = new Problem("unauthenticated");
      if (!account) throw unauthenticated;
      await refuseWeak(password, account, parts);
      const still = channel === "email" ? { email: address } : { phone: address };
      const replaced = sessions.digestOf(caller.sessionToken);
      return proving.spend(proof, () =>
        write(account, password, caller, { still, replaced, refused: unauthenticated }),
      );
    },

    /**
     * By the holder of a session, with the password so far, or soon after the sign-in where there is none.
     * @throws Problem `unauthenticated`, `weak-password`, `password-incorrect`, `session-stale`, `rate-limited`
     */
    async change(
      { password, currentPassword }: { password: string; currentPassword?: string | undefined },
      caller: Caller,
    ): Promise<SignedIn> {
      const [held] = await Promise.all([
        sessions.holder(caller.sessionToken),
        limits.take({ subject: "ip", id: caller.ip, rows: ["ip-requests-minute"] }),
      ]);
      const { account, session } = held;
      await refuseWeak(password, account, parts);
      await confirm(held, currentPassword);
      const { passwordHash } = account;
      return write(account, password, caller, {
        // Of two changes at once the second was made with a password that is none any more.
        still: { passwordHash },
        // The password so far is as good as a sign-in; without one nobody has signed in anew.
        since: passwordHash === null ? session.createdAt : undefined,
        refused: new Problem(passwordHash === null ? "session-stale" : "password-incorrect"),
      });
    },
  };
}
