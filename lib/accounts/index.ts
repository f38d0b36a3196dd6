// Accounts: made of a proof, entered by a proof or a password, changed and ended by whoever holds a session. Pure.
import { changingPassword } from "./change-password";
import { creating } from "./create";
import { knownBrowsers } from "./known-browsers";
import type { Parts } from "./parts";
import { profile } from "./profile";
import { proofs } from "./proofs";
import { sessions } from "./sessions";
import { signingIn } from "./sign-in";

export type { Caller, SignedIn } from "./parts";
export { sessionLifetimeSeconds } from "./sessions";

export function accounts(parts: Parts) {
  const own = {
    ...parts,
    proving: proofs(parts),
    sessions: sessions(parts),
    known: knownBrowsers(parts.keyring),
  };
  return {
    ...creating(own),
    ...signingIn(own),
    ...changingPassword(own),
    ...profile(own),
    ...own.sessions.calls,
  };
}

export type Accounts = ReturnType<typeof accounts>;
