import "server-only";
// Looks a vendor's code up in the tables of its file. A name that ends in * stands for all that begin so.
import type { FailureReason } from "../send-failure";
import { reasonOfUnlisted } from "./status-reason";

export type FailureTable = Partial<Record<FailureReason, readonly string[]>>;

/**
 * What a code means: as it is listed, else as the longest beginning that is listed; tables in order. One that
 * nobody lists may be about one message, so it is `blocked`, unless the status tells of an outage.
 */
export function reasonFor(code: string, status: number, ...tables: FailureTable[]): FailureReason {
  const rows = tables.flatMap((table) =>
    (Object.entries(table) as [FailureReason, readonly string[]][]).flatMap(([reason, names]) =>
      names.map((name) => ({ reason, name })),
    ),
  );
  const exact = rows.find(({ name }) => name === code);
  const [family] = rows
    .filter(({ name }) => name.endsWith("*") && code.startsWith(name.slice(0, -1)))
    .sort((one, other) => other.name.length - one.name.length);
  return (exact ?? family)?.reason ?? reasonOfUnlisted(status);
}
