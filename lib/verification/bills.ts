// What a message takes from the rows that count messages and money, whoever asks for it; and what a verified code
// gives back. Pure.
import type { Address } from "../address";
import type { Demand, Dispatch, Prices } from "../ports";
import { verifiedGivesBack } from "./policy";

export interface Bills {
  /** For a new code. @param proven whether the address's country has been seen to verify */
  code(address: Address, proven: boolean): Demand[];
  /** For a message with a code that may have been sent already: paid once more, verified once. */
  repetition(address: Address, proven: boolean): Demand[];
  /** To be given back. */
  verified(address: Address): Demand[];
}

/** What everybody shares; of which countries that have proven nothing have a share. */
const ceilings = {
  ofMessages: { all: ["sends-day"], shares: ["sends-day", "sends-day-unproven"] },
  ofMoney: {
    all: ["sends-day", "cost-day"],
    shares: ["sends-day", "cost-day", "sends-day-unproven", "cost-day-unproven"],
  },
} as const;

type Kind = "hour" | "unverified-hour";

/**
 * A mailbox has no such rows. Its domain is not to it what a prefix is to a number: anybody could close gmail.com for
 * everybody with a dozen codes that nobody enters, and nobody earns by receiving mail.
 */
function area(kinds: readonly Kind[], cost = 1): (address: Address) => Demand[] {
  const shapes = (["prefix", "country"] as const).map((subject) => {
    const rows = kinds.map((kind) => `${subject}-${kind}` as const);
    return { subject, rows, ...(cost > 1 && { costs: Object.fromEntries(rows.map((row) => [row, cost])) }) };
  });
  return (address) => {
    const demands: Demand[] = [];
    for (const shape of shapes) {
      const id = address[shape.subject];
      if (id) demands.push({ ...shape, id });
    }
    return demands;
  };
}

export function bills({ dispatch, prices }: { dispatch: Dispatch; prices?: Prices }): Bills {
  const areaOfCode = area(["hour", "unverified-hour"]);
  const areaOfRepetition = area(["hour"]);
  /** A failover may use any provider of the route: the dearest is what it may cost. */
  const dearest = (address: Address): number | undefined =>
    prices && Math.max(0, ...dispatch.routeTo(address).map((name) => prices.of(name, address.country)));

  function whole(address: Address, proven: boolean): Demand {
    const cost = dearest(address);
    const { all, shares } = cost === undefined ? ceilings.ofMessages : ceilings.ofMoney;
    return {
      ...{ subject: "all", id: "sends", rows: proven ? all : shares },
      ...(cost !== undefined && { costs: { "cost-day": cost, "cost-day-unproven": cost } }),
    };
  }

  return {
    code: (address, proven) => [...areaOfCode(address), whole(address, proven)],
    repetition: (address, proven) => [...areaOfRepetition(address), whole(address, proven)],
    verified: area(["unverified-hour"], verifiedGivesBack),
  };
}
