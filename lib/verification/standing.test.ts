import { beforeEach, describe, expect, it } from "vitest";
import { parseAddress } from "../address";
import type { Dispatch, Tallies } from "../ports";
import { type Standing, standing } from "./standing";

const german = parseAddress("sms", "+4915123456789");
const mail = parseAddress("email", "ada@example.com");

let now: number;
let reads: string[];
let counted: Record<string, { sent: number; verified: number }>;
let known: Standing;
let away: boolean;

beforeEach(() => {
  [now, reads, counted, away] = [0, [], {}, false];
  const tallies: Pick<Tallies, "read"> = {
    async read(provider, country, days) {
      reads.push(`${provider} ${country} ${days}`);
      if (away) throw new Error("away");
      return counted[`${provider} ${country}`] ?? {};
    },
  };
  const dispatch: Pick<Dispatch, "routeTo"> = {
    routeTo: ({ channel }) => (channel === "sms" ? ["one", "two"] : ["post"]),
  };
  known = standing({ tallies, dispatch, clock: { now: () => now } });
});

describe("a country's standing", () => {
  it.each([
    [20, 20, true],
    [19, 19, false],
    [50, 20, true],
    [51, 20, false],
    [1000, 400, true],
    [1000, 399, false],
    [0, 0, false],
  ])(
    "of %i sends and %i verified codes, over all providers of its route, is %s",
    async (sent, verified, proven) => {
      counted["one DE"] = { sent: sent - 10, verified: verified - 7 };
      counted["two DE"] = { sent: 10, verified: 7 };
      expect(await known.refresh(german)).toBe(proven);
      expect(known.isProven(german)).toBe(proven);
      expect(reads).toEqual(["one DE 3", "two DE 3"]);
    },
  );

  it("is none before it was heard of, and none of another's", async () => {
    counted["one DE"] = { sent: 20, verified: 20 };
    expect(known.isProven(german)).toBe(false);
    await known.refresh(german);
    expect([known.isProven(german), known.isProven(mail)]).toEqual([true, false]);
    counted["post "] = { sent: 20, verified: 20 };
    expect(await known.refresh(mail)).toBe(true);
  });

  it("is read once a minute, however many ask at once", async () => {
    counted["one DE"] = { sent: 20, verified: 20 };
    const heard = await Promise.all(Array.from({ length: 100 }, () => known.refresh(german)));
    expect([new Set(heard), reads.length]).toEqual([new Set([true]), 2]);
    counted["one DE"] = { sent: 60, verified: 20 };
    now += 59_999;
    expect([await known.refresh(german), reads.length]).toEqual([true, 2]);
    now += 1;
    expect([await known.refresh(german), reads.length]).toEqual([false, 4]);
  });

  it("stays what it was while the store is away", async () => {
    away = true;
    expect(await known.refresh(german)).toBe(false);
    [away, counted["one DE"]] = [false, { sent: 20, verified: 20 }];
    now += 60_000;
    expect(await known.refresh(german)).toBe(true);
    away = true;
    now += 60_000;
    expect([await known.refresh(german), known.isProven(german)]).toEqual([true, true]);
  });
});
