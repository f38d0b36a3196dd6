// Whom a refusal was about, for the log. Pure.
import type { Address } from "../address";
import type { Keyring } from "../ports";
import { Problem } from "../problem";

/** Does the work; a refusal of it leaves with the channel, the country and a keyed digest of the address. */
export async function aboutAddress<Result>(
  keyring: Keyring,
  { channel, country, value }: Address,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) {
      // Not the name under which the store counts: what is in the log leads to nothing there.
      error.about = { channel, ...(country && { country }), address: keyring.pseudonym("log", value) };
    }
    throw error;
  }
}
