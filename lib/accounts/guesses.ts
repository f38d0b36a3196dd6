// Guesses at passwords: counted before they are checked, so that no race exceeds the limit, and given back once right.
// Pure.
import type { Address } from "../address";
import { networkOf } from "../network";
import type { Demand, Limits } from "../ports";
import type { LimitTable } from "../verification/policy";
import { vague } from "../verification/vague";

/** At an address, from anywhere: alike whether it has an account. */
export const byStranger = ({ value }: Address, ip: string): Demand[] => [
  // Not as sends are counted, by inbox: each of its mailboxes may have an account of its own.
  { subject: "address", id: value, rows: ["address-guesses-hour", "address-guesses-month"] },
  { subject: "ip", id: ip, rows: ["ip-guesses-hour"] },
  { subject: "network", id: networkOf(ip), rows: ["network-guesses-hour"] },
];

const ownRows: Demand["rows"] = ["browser-guesses-hour", "browser-guesses-month"];

/** In a browser that is known to the account: nobody else's guesses count there. */
export const byKnownBrowser = (id: string, accountId: string): Demand[] => [
  { subject: "browser", id: `${id} ${accountId}`, rows: ownRows },
];

/** In a session. */
export const byHolder = (accountId: string): Demand[] => [
  { subject: "account", id: accountId, rows: ownRows },
];

/**
 * @param check whether the password is right
 * @throws Problem `rate-limited`, and whatever the check throws, which then was no guess
 */
export async function guess(
  { limits, table }: { limits: Limits; table: LimitTable },
  demands: Demand[],
  check: () => Promise<boolean>,
): Promise<boolean> {
  const taken = await limits.take(...demands).catch((error: unknown) => {
    // What others did to the address is told roughly.
    throw vague(error, table, (row) => row.startsWith("ip-") || row.startsWith("browser-"));
  });
  // What cannot be given back stays counted.
  const giveBack = () => taken.refund().catch(() => {});
  const right = await check().catch(async (error: unknown) => {
    await giveBack();
    throw error;
  });
  if (right) await giveBack();
  return right;
}
