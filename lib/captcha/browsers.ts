// Browsers that keep what they are given: an id with the first puzzle, to which captcha tokens are bound, and trust for a
// while once a code was proven there. All of it lies in a cookie of theirs and nothing in the store. Pure.
import type { Clock, Keyring } from "../ports";

/** A person who has just proven an address is no machine for this long. Product decision. */
const trustSeconds = 1800;

export interface Browser {
  id: string;
  trusted: boolean;
}

export interface Browsers {
  /** What a browser brings, if it is ours. */
  read(kept: string | undefined): Browser | undefined;
  /** For a browser that has nothing yet. */
  greet(): string;
  /** For a browser in which a code was proven. */
  trust(browser: Browser | undefined): string;
}

export function browsers(keyring: Keyring, clock: Clock): Browsers {
  const trustedUntil = (id: string, sealed: string | undefined) => {
    try {
      return sealed ? (keyring.open(id, sealed) as { until: number }).until : 0;
    } catch {
      return 0;
    }
  };
  return {
    read(kept) {
      const [id = "", sealed] = kept?.split(".") ?? [];
      if (!keyring.knows(id)) return undefined;
      return { id, trusted: trustedUntil(id, sealed) > clock.now() };
    },
    greet: () => keyring.mint(),
    trust(browser) {
      const id = browser?.id ?? keyring.mint();
      return `${id}.${keyring.seal(id, { until: clock.now() + trustSeconds * 1000 })}`;
    },
  };
}
