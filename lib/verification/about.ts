// Whom a refusal was about, for the log. Pure.
import type { Address } from "../address";
import type { Keyring } from "../ports";
import { type About, Problem } from "../problem";

/** Not the name under which the store counts: what is in the log leads to nothing there. */
export const aboutOf = (keyring: Keyring, { channel, country, value }: Address): About => ({
  ...{ channel, ...(country && { country }) },
  address: keyring.pseudonym("log", value),
});

/** Does the work; a refusal of it leaves with the channel, the country and a keyed digest of the address. */
export function aboutAddress<Result>(
  keyring: Keyring,
  address: Address,
  work: () => Promise<Result>,
): Promise<Result> {
  return work().catch((error) => {
    if (error instanceof Problem) error.about = () => aboutOf(keyring, address);
    throw error;
  });
}
