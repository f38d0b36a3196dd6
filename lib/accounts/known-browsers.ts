// Browsers in which somebody has signed in to an account under its present password. What they keep proves it: an id,
// and for each account a digest of all three under our key. Nothing is stored, and it opens nothing: it only keeps
// strangers' guesses from counting there. A new password makes every other browser a stranger's: whoever has been let
// in before, as often as they liked, has no guesses of their own at it. Pure.
import { timingSafeEqual } from "node:crypto";
import type { AccountRecord, Keyring } from "../ports";

type Entered = Pick<AccountRecord, "id" | "passwordHash">;

/** A family at one computer; the one that was here longest ago goes first. */
const mostAccounts = 4;

export function knownBrowsers(keyring: Keyring) {
  const markOf = (id: string, account: Entered) =>
    keyring.digest("known-browser", id, account.id, account.passwordHash ?? "");

  const parse = (kept: string | undefined) => {
    const [id = "", ...marks] = kept?.split(".") ?? [];
    return keyring.knows(id) ? { id, marks: marks.slice(0, mostAccounts) } : undefined;
  };

  return {
    /** The browser's id, where it is known to the account. */
    idFor(kept: string | undefined, account: Entered): string | undefined {
      const found = parse(kept);
      if (!found) return undefined;
      const mark = markOf(found.id, account);
      return found.marks.some((each) => isSame(each, mark)) ? found.id : undefined;
    },

    /** What a browser keeps from now on, in which somebody has signed in. */
    with(kept: string | undefined, account: Entered): string {
      const { id, marks } = parse(kept) ?? { id: keyring.mint(), marks: [] };
      const mark = markOf(id, account);
      const others = marks.filter((each) => each !== mark);
      return [id, mark, ...others].slice(0, mostAccounts + 1).join(".");
    },
  };
}

export type KnownBrowsers = ReturnType<typeof knownBrowsers>;

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
