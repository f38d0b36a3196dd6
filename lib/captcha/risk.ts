// How suspicious somebody looks: 0 (has earned trust) to 3 (attack). Made of what is known for nothing: what the limits
// said when they were last asked, and how solutions went. It is kept in the process, so it costs no round trip; what
// the limits say, every instance learns with the next call that comes to it.
import type { Address } from "../address";
import { networkOf } from "../network";
import type { Clock, Risk, RiskLevel, RowState } from "../ports";
import type { LimitTable, RowName } from "../verification/policy";
import { type Memory, memory } from "./memory";

/** The share of a minute's puzzles from which on a client is suspicious, or attacks. People use one to three. */
const suspiciousShare = 0.2;
const attackingShare = 0.5;
/** So many are a person's, however few an operator allows. */
const ordinaryPuzzles = 3;

/** Wrong solutions of one network, less its right ones, while they follow each other. People fail one in twenty. */
const suspiciousFailures = 3;
const attackingFailures = 8;
/** More are not held against a network: people in it make good what one of them did. */
const mostFailures = 16;
const failuresStaySeconds = 600;

/** The share of an hour's sends from which on a block of numbers, or a country, is suspicious. */
const suspiciousSends = 0.5;
const attackingSends = 0.8;

/** Puzzles in a minute, of all clients of this process, that nobody has solved: from so many on everybody works more. */
const flood = 1200;
const minute = 60;

export function risk(table: LimitTable, clock: Clock): Risk {
  const clients = memory<RiskLevel>(clock);
  const failures = memory<number>(clock);
  const addresses = memory<RiskLevel>(clock);
  let unsolved = { count: 0, endsAt: 0 };

  const used = ({ row, remaining }: RowState) => {
    const { max } = table[row];
    return max > 0 ? (max - remaining) / max : 1;
  };
  const failed = (ip: string, by: number, most = mostFailures) => {
    const network = networkOf(ip);
    const count = failures.get(network) ?? 0;
    const next = Math.max(0, Math.min(count + by, Math.max(count, most)));
    if (count > 0 || next > 0) failures.set(network, next, failuresStaySeconds);
  };
  /** Of whoever is like anybody nothing is kept: the many would have the few suspects forgotten. */
  const note = (levels: Memory<RiskLevel>, key: string, level: RiskLevel, seconds: number) => {
    if (level > 1 || levels.get(key) !== undefined) levels.set(key, level, seconds);
  };
  const blamed = (ip: string): RiskLevel => {
    const count = failures.get(networkOf(ip)) ?? 0;
    return count >= attackingFailures ? 3 : count >= suspiciousFailures ? 2 : 1;
  };

  const worst = (names: string[]) =>
    Math.max(1, ...names.map((name) => addresses.get(name) ?? 1)) as RiskLevel;

  return {
    of({ ip, address, trusted }) {
      const everybody: RiskLevel = unsolved.endsAt > clock.now() && unsolved.count > flood ? 2 : 1;
      const level = Math.max(
        everybody,
        clients.get(ip) ?? 1,
        blamed(ip),
        address ? worst(namesOf(address, ["address-hour", ...around])) : 1,
      ) as RiskLevel;
      return level === 1 && trusted ? 0 : level;
    },

    around: (address) => worst(namesOf(address, around)),

    learnClient(ip, rows) {
      if (unsolved.endsAt <= clock.now()) unsolved = { count: 0, endsAt: clock.now() + minute * 1000 };
      unsolved.count += 1;
      const row = rows.find((each) => each.row === "ip-puzzles-minute");
      if (!row) return;
      const ordinary = table[row.row].max - row.remaining <= ordinaryPuzzles;
      const share = ordinary ? 0 : used(row);
      const level = share >= attackingShare ? 3 : share >= suspiciousShare ? 2 : 1;
      note(clients, ip, level, row.resetIn);
    },

    learnAddress(address, rows) {
      const levels: Partial<Record<RowName, (row: RowState) => RiskLevel>> = {
        // Somebody wants many codes for it: the next one costs more, and is not refused for that.
        "address-hour": ({ remaining }) => (remaining < 1 ? 2 : 1),
        "prefix-hour": (row) => (used(row) >= attackingSends ? 3 : used(row) >= suspiciousSends ? 2 : 1),
        // A country is many people.
        "country-hour": (row) => (used(row) >= suspiciousSends ? 2 : 1),
      };
      for (const row of rows) {
        const level = levels[row.row]?.(row) ?? 1;
        const name = nameOf(row.row, address);
        if (name !== undefined) note(addresses, name, level, row.resetIn);
      }
    },

    judged(ip, right) {
      failed(ip, right ? -1 : 1);
      if (right) unsolved.count = Math.max(0, unsolved.count - 1);
    },

    moved(from, to) {
      if (networkOf(from) === networkOf(to)) return;
      // There are networks that everybody leaves by another door than they came in: they are no attack.
      failed(from, 1, attackingFailures - 1);
      failed(to, 1, attackingFailures - 1);
    },
  };
}

/** What of an address is remembered, each by itself. */
function nameOf(row: RowName, { counted, prefix, country }: Address): string | undefined {
  if (row === "address-hour") return `address ${counted}`;
  if (row === "prefix-hour") return prefix && `prefix ${prefix}`;
  return row === "country-hour" ? country && `country ${country}` : undefined;
}

const around: readonly RowName[] = ["prefix-hour", "country-hour"];

const namesOf = (address: Address, rows: readonly RowName[]) =>
  rows.flatMap((row) => nameOf(row, address) ?? []);
