// What a planned puzzle promises, over many plans: an unpredictable answer, and holes that say nothing of it.
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RiskLevel } from "../../ports";
import { tolerance } from "../judge";
import { PIECE } from "./frame";
import { terms } from "./level";
import { pathLength, pointAlong } from "./path";
import { planPicture } from "./plan";

const random = () => randomBytes(4).readUInt32LE() / 2 ** 32;
const levels: RiskLevel[] = [0, 1, 2, 3];

describe("a planned puzzle", () => {
  it("never repeats itself", () => {
    const plans = Array.from({ length: 200 }, () => JSON.stringify(planPicture(random, 1)));

    expect(new Set(plans).size).toBe(200);
  });

  it("is the same again for the same random numbers", () => {
    const replay = (numbers: number[]) => {
      let next = 0;
      return () => numbers[next++ % numbers.length] as number;
    };
    const numbers = Array.from({ length: 997 }, random);

    expect(planPicture(replay(numbers), 2)).toEqual(planPicture(replay(numbers), 2));
  });

  it.each([1, 2] as const)("answers with each of its holes by equal chance, on level %d", (level) => {
    const { holes: count } = terms[level];
    const bins = new Array<number>(count).fill(0);
    for (let i = 0; i < 200 * count; i++) {
      const { holes, answer } = planPicture(random, level);
      const places = holes.map(({ along }) => along).sort((one, other) => one - other);
      const place = places.indexOf(answer);
      bins[place] = (bins[place] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);

    expect(bins).toHaveLength(count);
    // At most 4 degrees of freedom: exceeded by chance once in a million runs.
    expect(chiSquare).toBeLessThan(34);
  });

  it.each(levels)("keeps everything inside the picture and apart, on level %d", (level) => {
    for (let i = 0; i < 100; i++) {
      const plan = planPicture(random, level);
      const starts = pointAlong(plan.path, 0);
      const corners = [...plan.path, ...plan.holes.flatMap((hole) => [hole.at, hole.fill.from])];

      expect(plan.holes).toHaveLength(terms[level].holes);
      expect(plan.answer).toBeLessThanOrEqual(pathLength(plan.path));
      for (const [left, top] of corners) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(left + PIECE).toBeLessThanOrEqual(plan.width);
        expect(top + PIECE).toBeLessThanOrEqual(plan.height);
      }
      for (const [n, { at, along }] of plan.holes.entries()) {
        expect(Math.hypot(at[0] - starts[0], at[1] - starts[1])).toBeGreaterThanOrEqual(PIECE);
        for (const other of plan.holes.slice(n + 1)) {
          expect(Math.hypot(at[0] - other.at[0], at[1] - other.at[1])).toBeGreaterThanOrEqual(PIECE);
          expect(Math.abs(along - other.along)).toBeGreaterThan(2 * tolerance[level]);
        }
      }
    }
  });

  it("has a hole exactly where the answer leads, and on the loop a way of about 550 pixels", () => {
    const plan = planPicture(random, 2);

    expect(plan.holes.map((hole) => hole.at)).toContainEqual(pointAlong(plan.path, plan.answer));
    expect(pathLength(plan.path)).toBeGreaterThan(500);
    expect(pathLength(plan.path)).toBeLessThan(620);
  });
});
