import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problem } from "../problem";
import { type LimitTable, limitTable, type RowName } from "./policy";
import { vague } from "./vague";

const rounded = (limit: RowName, retryAfter: number, table: LimitTable = limitTable) =>
  (vague(new Problem("rate-limited", { limit, retryAfter }), table, () => false) as Problem).members
    .retryAfter;

describe("a wait that is told to a stranger", () => {
  it.each<[RowName, number, number]>([
    ["address-cooldown", 1, 60],
    ["address-cooldown", 60, 60],
    ["address-hour", 1, 900],
    ["address-hour", 901, 1800],
    ["address-day", 1, 21_600],
    ["address-day", 86_400, 86_400],
  ])("of %s for %i s is %i s", (row, exact, told) => {
    expect(rounded(row, exact)).toBe(told);
  });

  it("is never too short, never longer than the window, and one of four", () => {
    const seconds = fc.integer({ min: 1, max: 9_999_999 });
    fc.assert(
      fc.property(seconds, fc.double({ min: 0, max: 1, noNaN: true }), (window, part) => {
        const table = { ...limitTable, "address-day": { max: 1, seconds: window } };
        const exact = Math.max(1, Math.ceil(window * part));
        const told = rounded("address-day", exact, table) ?? 0;
        expect(told).toBeGreaterThanOrEqual(exact);
        expect(told).toBeLessThanOrEqual(window);
        const steps = [1, 2, 3, 4].map((count) =>
          Math.min(window, Math.ceil(count * Math.max(60, window / 4))),
        );
        expect(steps).toContain(told);
      }),
    );
  });

  it("is exact where the caller may know it, and everything else stays as it is", () => {
    const problem = new Problem("rate-limited", { limit: "ip-sends-day", retryAfter: 17 });
    expect(vague(problem, limitTable, (row) => row === "ip-sends-day")).toBe(problem);
    const others = [
      new Problem("captcha-failed"),
      new Problem("unavailable", { retryAfter: 1 }),
      new Error(),
    ];
    for (const error of others) expect(vague(error, limitTable, () => false)).toBe(error);
  });
});
