// What a planned puzzle promises, over many plans: an unpredictable answer and a hole worth looking at.
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { PIECE } from "./frame";
import { pathLength, pointAlong } from "./path";
import { planPicture } from "./plan";

const random = () => randomBytes(4).readUInt32LE() / 2 ** 32;

describe("a planned puzzle", () => {
  it("never repeats itself", () => {
    const plans = Array.from({ length: 200 }, () => JSON.stringify(planPicture(random)));

    expect(new Set(plans).size).toBe(200);
  });

  it("is the same again for the same random numbers", () => {
    const replay = (numbers: number[]) => {
      let next = 0;
      return () => numbers[next++ % numbers.length] as number;
    };
    const numbers = Array.from({ length: 97 }, random);

    expect(planPicture(replay(numbers))).toEqual(planPicture(replay(numbers)));
  });

  it("answers anywhere in reach with equal chance", () => {
    const bins = new Array<number>(10).fill(0);
    const [nearest, reach] = [PIECE + 4, 252];
    for (let i = 0; i < 2000; i++) {
      const bin = Math.floor(((planPicture(random).answer - nearest) / (reach + 0.67 - nearest)) * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);

    expect(bins).toHaveLength(10);
    // 9 degrees of freedom: exceeded by chance once in a million runs.
    expect(chiSquare).toBeLessThan(45);
  });

  it("keeps hole and piece inside the picture, and the hole clear of the start", () => {
    for (let i = 0; i < 500; i++) {
      const plan = planPicture(random);
      const corners = [...plan.path, ...plan.holes.flatMap((hole) => [hole.at, hole.fill.from])];

      expect(plan.answer).toBeGreaterThanOrEqual(PIECE);
      expect(plan.answer).toBeLessThanOrEqual(pathLength(plan.path));
      for (const [left, top] of corners) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(left + PIECE).toBeLessThanOrEqual(plan.width);
        expect(top + PIECE).toBeLessThanOrEqual(plan.height);
      }
    }
  });

  it("has a hole exactly where the answer leads", () => {
    const plan = planPicture(random);

    expect(plan.holes.map((hole) => hole.at)).toContainEqual(pointAlong(plan.path, plan.answer));
  });
});
