// What the limits said about an address, passed on: to whoever judges risk, and to the log where a place was
// closed because too few codes were verified there. Pure.
import type { Address } from "../address";
import type { Keyring, Log, Risk, RowState } from "../ports";
import { Problem } from "../problem";
import type { RowName } from "./policy";

interface Parts {
  keyring: Keyring;
  log: Log;
  risk: Pick<Risk, "learnAddress">;
}

export function witness({ keyring, log, risk }: Parts) {
  /** The client's rows and those of all sends say nothing about an address. */
  const isAbout = (row: string) => /^(address|prefix|country)-/.test(row);

  return {
    granted: (address: Address, rows: readonly RowState[]) =>
      risk.learnAddress(
        address,
        rows.filter(({ row }) => isAbout(row)),
      ),

    refused(address: Address, error: unknown) {
      if (!(error instanceof Problem)) return;
      const { limit = "", retryAfter = 0 } = error.members;
      if (!isAbout(limit)) return;
      risk.learnAddress(address, [{ row: limit as RowName, remaining: 0, resetIn: retryAfter }]);
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
