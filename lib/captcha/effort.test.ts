import { expect, it } from "vitest";
import type { RiskLevel } from "../ports";
import { effortOf } from "./effort";

const levels: RiskLevel[] = [0, 1, 2, 3];

it("makes an attacker work at least a hundred times as much as anybody", () => {
  expect(effortOf(3, true).counters).toBeGreaterThanOrEqual(100 * effortOf(1, true).counters);
});

it("grows with suspicion, with a picture and without", () => {
  for (const picture of [true, false]) {
    const efforts = levels.map((level) => effortOf(level, picture).counters);
    expect(efforts).toEqual([...efforts].sort((one, other) => one - other));
  }
});

it("never makes the way without a picture the cheaper one", () => {
  for (const level of levels) {
    expect(effortOf(level, false).counters).toBeGreaterThanOrEqual(effortOf(level, true).counters);
    expect(effortOf(level, false).seconds).toBeGreaterThan(0);
  }
});
