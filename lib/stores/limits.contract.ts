// What every store must show of the limits: exact windows, all or nothing, refunds.
import { beforeEach, describe, expect, it } from "vitest";
import { keyring } from "../keyring";
import type { Clock, Demand, Limits } from "../ports";
import { Problem } from "../problem";
import type { OpenStore } from "../testing/backends";
import { limitTable } from "../verification/policy";
import { limits } from "./limits";

export function describeLimits(name: string, open: (clock: Clock) => Promise<OpenStore>) {
  describe(`limits on ${name}`, () => {
    let now = Date.UTC(2026, 0, 1);
    let limiting: Limits;
    const clock = { now: () => now };
    const keys = keyring(["k".repeat(32)]);
    const table = {
      ...limitTable,
      "ip-sends-day": { max: 2, seconds: 86_400 },
      "cost-day": { max: 1_000_000, seconds: 86_400 },
    };
    const address: Demand = {
      ...{ subject: "address", id: "ada@example.com" },
      rows: ["address-cooldown", "address-hour"],
    };
    const ip: Demand = { subject: "ip", id: "203.0.113.7", rows: ["ip-sends-day"] };
    const refusal = async (taking: Promise<unknown>) =>
      taking.then(
        () => "taken",
        (error: unknown) => (error instanceof Problem ? { code: error.code, ...error.members } : error),
      );

    beforeEach(async () => {
      now = Date.UTC(2026, 0, 1) + 59_000;
      limiting = limits((await open(clock)).redis, table, keys, clock);
    });

    it("let a cooldown end exactly its length after it began, wherever the clock stands", async () => {
      await limiting.take(address);
      now += 59_999;
      expect(await refusal(limiting.take(address))).toMatchObject({ code: "cooldown-active", retryAfter: 1 });
      now += 1;
      expect(await refusal(limiting.take(address))).toBe("taken");
    });

    it("name the row with the longest wait", async () => {
      for (let count = 0; count < 5; count += 1) {
        await limiting.take(address);
        now += 60_000;
      }
      expect(await refusal(limiting.take(address))).toEqual({
        code: "rate-limited",
        limit: "address-hour",
        retryAfter: 3300,
      });
    });

    it("take nothing anywhere when one demand is refused", async () => {
      await limiting.take(address);
      expect(await refusal(limiting.take(address, ip))).toMatchObject({ limit: "address-cooldown" });
      expect(await limiting.read(ip)).toEqual([{ row: "ip-sends-day", remaining: 2, resetIn: 86_400 }]);
      expect((await limiting.read(address)).map(({ remaining }) => remaining)).toEqual([0, 4]);
    });

    it("let exactly the maximum through of a hundred at once", async () => {
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => refusal(limiting.take(ip))));
      expect(outcomes.filter((outcome) => outcome === "taken")).toHaveLength(2);
    });

    it("give everything back once, and a whole cooldown to whoever comes next", async () => {
      const reservation = await limiting.take(address, ip);
      now += 10_000;
      await reservation.refund();
      expect((await limiting.read(ip))[0]?.remaining).toBe(2);
      await limiting.take(address, ip);
      now += 59_000;
      expect(await refusal(limiting.take(address))).toMatchObject({ code: "cooldown-active", retryAfter: 1 });
    });

    it("do not refund into a window that has begun since", async () => {
      const reservation = await limiting.take(address);
      now += 60_000;
      await limiting.take(address);
      await reservation.refund();
      expect(await refusal(limiting.take(address))).toMatchObject({ code: "cooldown-active" });
    });

    it("check a guard without taking from it", async () => {
      const guarded: Demand = { ...ip, rows: [], guards: ["ip-sends-day"] };
      for (let count = 0; count < 5; count += 1) await limiting.take(guarded);
      await limiting.take(ip);
      await limiting.take(ip);
      expect(await refusal(limiting.take(guarded))).toMatchObject({
        code: "rate-limited",
        limit: "ip-sends-day",
      });
    });

    describe("of what costs more than one", () => {
      const worth = (cost: number): Demand => ({
        ...{ subject: "all", id: "sends", rows: ["sends-day", "cost-day"] },
        costs: { "cost-day": cost },
      });
      const left = async () => (await limiting.read(worth(0))).map(({ remaining }) => remaining);
      const sends = table["sends-day"].max;

      it("take exactly what fits, of a hundred at once", async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 100 }, () => refusal(limiting.take(worth(30_000)))),
        );
        expect(outcomes.filter((outcome) => outcome === "taken")).toHaveLength(33);
        expect(outcomes).toContainEqual({ code: "rate-limited", limit: "cost-day", retryAfter: 86_400 });
        expect(await left()).toEqual([sends - 33, 10_000]);
        // What is cheaper still fits, to the last millionth.
        expect(await refusal(limiting.take(worth(10_000)))).toBe("taken");
        expect(await refusal(limiting.take(worth(1)))).toMatchObject({ limit: "cost-day" });
        expect(await refusal(limiting.take(worth(0)))).toBe("taken");
      });

      it("give back as much as was taken", async () => {
        const [dear] = await Promise.all([limiting.take(worth(400_000)), limiting.take(worth(25))]);
        await dear.refund();
        expect(await left()).toEqual([sends - 1, 999_975]);
      });

      it("count sums that no person can read", async () => {
        const vast = { max: 999_999_999_000_000, seconds: 86_400 };
        limiting = limits((await open(clock)).redis, { ...table, "cost-day": vast }, keys, clock);
        await limiting.take(worth(999_999_998_999_999));
        const last = await limiting.take(worth(1));
        expect(await refusal(limiting.take(worth(1)))).toMatchObject({ limit: "cost-day" });
        await last.refund();
        expect((await left())[1]).toBe(1);
      });
    });

    it("count in a row that refuses nobody, beyond its maximum, and refund it like any other", async () => {
      const waived: Demand = { ...ip, rows: [], waived: ["ip-sends-day"] };
      for (let count = 0; count < 2; count += 1) await limiting.take(waived);
      const third = await limiting.take(waived);
      expect(await refusal(limiting.take(ip))).toMatchObject({ limit: "ip-sends-day" });
      await third.refund();
      expect(await refusal(limiting.take(ip))).toMatchObject({ limit: "ip-sends-day" });
    });

    it("take what is given back to whichever window runs, never beyond full, also in a race", async () => {
      const four: Demand = { ...address, rows: ["address-hour"], costs: { "address-hour": 4 } };
      const left = async () => (await limiting.read(four))[0]?.remaining;
      await limiting.giveBack(four);
      expect(await left()).toBe(5);
      const one: Demand = { ...address, rows: ["address-hour"] };
      for (let count = 0; count < 5; count += 1) await limiting.take(one);
      await limiting.giveBack(four);
      expect(await left()).toBe(4);
      await Promise.all(Array.from({ length: 20 }, () => limiting.giveBack(four)));
      expect(await left()).toBe(5);
      for (let count = 0; count < 5; count += 1) await limiting.take(one);
      const [, ...takes] = await Promise.all([
        limiting.giveBack(four),
        ...[1, 2, 3].map(() => refusal(limiting.take(one))),
      ]);
      // Whoever came before the four were there was refused, and nobody else.
      expect(await left()).toBe(4 - takes.filter((outcome) => outcome === "taken").length);
    });

    it("refund nothing beyond what others have given back since", async () => {
      const reservation = await limiting.take(address);
      await limiting.giveBack({ ...address, rows: ["address-hour"], costs: { "address-hour": 4 } });
      await reservation.refund();
      expect((await limiting.read(address))[1]?.remaining).toBe(5);
    });

    it("count two subjects apart", async () => {
      await limiting.take(address);
      expect(await refusal(limiting.take({ ...address, id: "eve@example.com" }))).toBe("taken");
    });
  });
}
