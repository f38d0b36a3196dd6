// Browsers that keep what they are given: an id with the first puzzle, to which captcha tokens are bound, and trust for a
// while once a code was proven there. All of it lies in a cookie of theirs and nothing in the store. Pure.

import { networkOf } from "../network";
import type { Clock, Keyring } from "../ports";

/** A person who has just proven an address is no machine for this long. Product decision. */
const trustSeconds = 1800;

export interface Browser {
  id: string;
  trusted: boolean;
}

export interface Browsers {
  /** What a browser brings, if it is ours. @param ip of the client, as far as it is known */
  read(kept: string, ip: string | undefined): Browser | undefined;
  /** For a browser that has nothing yet. */
  greet(): string;
  /** For a browser in which a code was proven: in this network, for a cookie is soon copied to many. */
  trust(browser: Browser | undefined, ip: string): string;
}

export function browsers(keyring: Keyring, clock: Clock): Browsers {
  const isTrusted = (id: string, sealed: string | undefined, ip: string | undefined) => {
    try {
      if (!sealed || ip === undefined) return false;
      const { until, network } = keyring.open(id, sealed) as { until: number; network: string };
      return until > clock.now() && network === networkOf(ip);
    } catch {
      return false;
    }
  };
  return {
    read(kept, ip) {
      const [id = "", sealed] = kept.split(".");
      if (!keyring.knows(id)) return undefined;
      return { id, trusted: isTrusted(id, sealed, ip) };
    },
    greet: () => keyring.mint(),
    trust(browser, ip) {
      const id = browser?.id ?? keyring.mint();
      const trusted = { until: clock.now() + trustSeconds * 1000, network: networkOf(ip) };
      return `${id}.${keyring.seal(id, trusted)}`;
    },
  };
}
