// Does a request cost more when a million challenges are live? Two processes, each with a store of its own, one of which
// holds a thousand and one a million, send and check in turn: whatever else the machine does meets them alike.
import { median } from "../percentile.mjs";
import { helper } from "../processes";
import { keepToLastCore } from "./cores";
import type { Round } from "./filled";
import { aligned, machine, number } from "./print";
import type { Backend } from "./stage";

const few = 1000;
/** In the first rounds code is compiled. */
const warmUpRounds = 12;
/** Many short ones: a shared machine is another from one second to the next. */
const rounds = 80;
const perRound = 400;

export async function benchGrowth(backends: Backend[], many: number): Promise<number> {
  const on = machine();
  // Neither shall have the quicker one.
  keepToLastCore();
  const table = [["store", "live challenges", "send CPU µs", "attempt CPU µs", "RSS MB"]];
  for (const backend of backends) {
    const stores = [few, many].map((live) => helper("hot/filled.mjs", [backend, String(live)]));
    await Promise.all(stores.map(({ hear }) => hear<"filled">()));
    const measured = stores.map((): Round[] => []);
    for (let round = 0; round < warmUpRounds + rounds; round += 1) {
      // Whoever comes second does not always do so.
      for (const index of round % 2 ? [0, 1] : [1, 0]) {
        stores[index]?.tell(perRound);
        const heard = await stores[index]?.hear<Round>();
        if (heard && round >= warmUpRounds) measured[index]?.push(heard);
      }
    }
    for (const { child } of stores) child.disconnect();
    const [small = [], large = []] = measured;
    for (const [live, own] of [
      [few, small],
      [many, large],
    ] as const) {
      const of = (what: keyof Round) => number(median(own.map((each) => each[what])));
      table.push([backend, live.toLocaleString("en"), of("send"), of("attempt"), of("residentMb")]);
    }
    const growth = (what: "send" | "attempt") => {
      const ratios = large.map((round, index) => round[what] / (small[index]?.[what] ?? Number.NaN));
      return `${number((median(ratios) - 1) * 100, 1)} %`;
    };
    table.push(["", "growth", growth("send"), growth("attempt"), ""]);
  }
  console.log(`${aligned(table, 2)}\n\n${legend}\n\n${on}`);
  return 0;
}

const legend = `Without HTTP; with captcha redemption, every limit and a vendor that takes everything at once. Processor time is
that of the whole process, garbage collection included, and of Redis. Medians of ${rounds} rounds of ${perRound}; growth is the
median of the ratios within each round.`;
