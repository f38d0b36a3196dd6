// Sessions: begun by a sign-in, fresh for a while after it, listed and ended by their owner. Pure.
import type { Account, Session } from "../contract";
import type { AccountRecord, AccountStore, Clock, Device, Keyring, Later, SessionRecord } from "../ports";
import { Problem } from "../problem";
import { publicly, written } from "./parts";

/** Product decision: long enough not to annoy, short enough that a lost laptop is forgotten. */
export const sessionLifetimeSeconds = 30 * 86_400;

/**
 * After a sign-in an address may be changed, or a first password set, for this long: whoever finds an open laptop, or
 * steals a cookie, cannot take the account with it (OWASP ASVS 5.0 7.5.1). As long as a person needs for a new
 * address and its code.
 */
export const freshSeconds = 15 * 60;

/** When somebody was here is written down to the hour: nobody needs it closer, and most calls write nothing. */
const seenEverySeconds = 3600;

export interface Holder {
  account: AccountRecord;
  session: SessionRecord;
}

type Token = string | undefined;

export function sessions({ store, keyring, clock }: { store: AccountStore; keyring: Keyring; clock: Clock }) {
  /** Undefined for what cannot be one of ours. */
  const digestOf = (token: Token) =>
    token && keyring.knows(token) ? keyring.digest("session", token) : undefined;

  /** Names a session to its owner, and opens nothing. */
  const idOf = ({ digest }: SessionRecord) => keyring.pseudonym("session-id", digest);

  /** @throws Problem `unauthenticated` */
  async function holder(token: Token): Promise<Holder> {
    const digest = digestOf(token);
    const found = digest && (await store.findBySession(digest, clock.now()));
    if (!found) throw new Problem("unauthenticated");
    return found;
  }

  return {
    digestOf,
    holder,

    /** @param since when somebody signed in, where the session goes on from another one */
    draft(accountId: string, device: Device, since?: number): { token: string; session: SessionRecord } {
      const now = clock.now();
      const createdAt = since ?? now;
      const token = keyring.mint();
      const digest = keyring.digest("session", token);
      const { browser, system, country } = device;
      const when = { createdAt, lastSeenAt: now, expiresAt: createdAt + sessionLifetimeSeconds * 1000 };
      return { token, session: { digest, accountId, browser, system, country, ...when } };
    },

    isFresh: ({ createdAt }: SessionRecord) => clock.now() < createdAt + freshSeconds * 1000,

    calls: {
      /** @throws Problem `unauthenticated` */
      async current(token: Token, later: Later): Promise<Account> {
        const { account, session } = await holder(token);
        const now = clock.now();
        if (now >= session.lastSeenAt + seenEverySeconds * 1000)
          later(() => store.noteSeen(session.digest, now).catch(() => {}));
        return publicly(account);
      },

      /** Whether there was one or not. */
      async end(token: Token): Promise<void> {
        const digest = digestOf(token);
        if (digest) await store.deleteSession(digest);
      },

      /** Newest first. @throws Problem `unauthenticated` */
      async list(token: Token): Promise<Session[]> {
        const { account, session } = await holder(token);
        const all = await store.listSessions(account.id, clock.now());
        return all.map((each) => ({
          id: idOf(each),
          current: each.digest === session.digest,
          ...{ browser: each.browser, system: each.system, country: each.country },
          ...{ createdAt: written(each.createdAt), lastSeenAt: written(each.lastSeenAt) },
        }));
      },

      /**
       * Of the caller's own account only; of another one there is none by this id.
       * @returns whether it was the caller's
       * @throws Problem `unauthenticated`
       */
      async endOf(token: Token, id: string): Promise<boolean> {
        const { account, session } = await holder(token);
        const all = await store.listSessions(account.id, clock.now());
        const found = all.find((each) => keyring.isPseudonym(id, "session-id", each.digest));
        if (found) await store.deleteSession(found.digest);
        return found?.digest === session.digest;
      },

      /** @throws Problem `unauthenticated` */
      async endAll(token: Token, { keepThis }: { keepThis: boolean }): Promise<void> {
        const { account, session } = await holder(token);
        await store.deleteSessions(account.id, keepThis ? session.digest : undefined);
      },
    },
  };
}

export type Sessions = ReturnType<typeof sessions>;
