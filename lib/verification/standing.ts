// Which countries have been seen to verify; e-mail counts as one of its own. The store's tallies know, and each
// process remembers for a minute what it read there, beside the first step of a send. Pure.
import type { Address } from "../address";
import type { Clock, Dispatch, Tallies } from "../ports";
import { proving } from "./policy";

export interface Standing {
  /** As far as this process has heard: a country that it has heard nothing of has proven nothing. */
  isProven(address: Address): boolean;
  /** Reads it anew, at most once a minute. Never throws. @returns as `isProven` */
  refresh(address: Address): Promise<boolean>;
}

const freshMs = 60_000;

interface Remembered {
  proven: boolean;
  readAt: number;
  reading: Promise<boolean>;
}

interface Parts {
  tallies: Pick<Tallies, "read">;
  dispatch: Pick<Dispatch, "routeTo">;
  clock: Clock;
}

export function standing({ tallies, dispatch, clock }: Parts): Standing {
  const countries = new Map<string, Remembered>();
  const keyOf = ({ country = "" }: Address) => country;

  async function read(address: Address): Promise<boolean> {
    const route = dispatch.routeTo(address);
    const counted = await Promise.all(route.map((name) => tallies.read(name, keyOf(address), proving.days)));
    const sum = (name: "sent" | "verified") => counted.reduce((all, each) => all + (each[name] ?? 0), 0);
    return sum("verified") >= Math.max(proving.verified, proving.share * sum("sent"));
  }

  const isProven = (address: Address) => countries.get(keyOf(address))?.proven ?? false;

  return {
    isProven,
    refresh(address) {
      const found = countries.get(keyOf(address));
      if (found && clock.now() < found.readAt + freshMs) return found.reading;
      const remembered: Remembered = {
        proven: isProven(address),
        readAt: clock.now(),
        // What was heard last holds while the store is away: nothing is sent then.
        reading: read(address).then(
          (proven) => {
            remembered.proven = proven;
            return proven;
          },
          () => remembered.proven,
        ),
      };
      countries.set(keyOf(address), remembered);
      return remembered.reading;
    },
  };
}
