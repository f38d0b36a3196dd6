// What the limits said about an address, passed on: to whoever judges suspicion, and to the log where a place was
// closed because too few codes were verified there. Pure.
import type { Address } from "../address";
import type { Keyring, Log, RowState, Suspicion } from "../ports";
import { Problem } from "../problem";
import type { RowName } from "./policy";

export function witness({ keyring, log, suspicion }: { keyring: Keyring; log: Log; suspicion: Suspicion }) {
  /** The client's rows and those of all sends say nothing about an address. */
  const isAbout = (row: string) => /^(address|prefix|country)-/.test(row);

  return {
    granted: (address: Address, rows: readonly RowState[]) =>
      suspicion.learn(
        address,
        rows.filter(({ row }) => isAbout(row)),
      ),

    refused(address: Address, error: unknown) {
      if (!(error instanceof Problem)) return;
      const { limit = "", retryAfter = 0 } = error.members;
      if (!isAbout(limit)) return;
      suspicion.learn(address, [{ row: limit as RowName, remaining: 0, resetIn: retryAfter }]);
      if (!limit.endsWith("-unverified-hour")) return;
      const { country, prefix = "" } = address;
      log.warn(
        {
          ...{ event: "closed", row: limit, country, reopensIn: retryAfter },
          // Not the name under which the store counts, as with addresses.
          ...(limit.startsWith("prefix-") && { prefix: keyring.pseudonym("log", "prefix", prefix) }),
        },
        "closed: of the codes sent there too few were verified, as when somebody earns by the message; opens by itself",
      );
    },
  };
}
