// Browsers in which somebody has signed in to an account before. What they keep proves it: an id, and for each account
// a digest of both under our key. Nothing is stored, and it opens nothing: it only keeps strangers' guesses from
// counting there. Pure.
import { timingSafeEqual } from "node:crypto";
import type { Keyring } from "../ports";

/** A family at one computer; the one that was here longest ago goes first. */
const mostAccounts = 4;

export function knownBrowsers(keyring: Keyring) {
  const markOf = (id: string, accountId: string) => keyring.digest("known-browser", id, accountId);

  const parse = (kept: string | undefined) => {
    const [id = "", ...marks] = kept?.split(".") ?? [];
    return keyring.knows(id) ? { id, marks: marks.slice(0, mostAccounts) } : undefined;
  };

  return {
    /** The browser's id, where it is known to the account. */
    idFor(kept: string | undefined, accountId: string): string | undefined {
      const found = parse(kept);
      if (!found) return undefined;
      const mark = markOf(found.id, accountId);
      return found.marks.some((each) => isSame(each, mark)) ? found.id : undefined;
    },

    /** What a browser keeps from now on, in which somebody has signed in. */
    with(kept: string | undefined, accountId: string): string {
      const { id, marks } = parse(kept) ?? { id: keyring.mint(), marks: [] };
      const mark = markOf(id, accountId);
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
