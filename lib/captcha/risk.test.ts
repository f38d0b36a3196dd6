import { expect, it } from "vitest";
import { usageRisk } from "./risk";

it("takes a client for what its use of puzzles says, until the window ends", () => {
  let now = 0;
  const risk = usageRisk({ max: 60 }, { now: () => now });
  const used = (count: number) =>
    risk.learn("a", [{ row: "ip-puzzles-minute", remaining: 60 - count, resetIn: 60 }]);

  expect(risk.of("a")).toBe(1);
  used(3);
  expect(risk.of("a")).toBe(1);
  used(12);
  expect([risk.of("a"), risk.of("b")]).toEqual([2, 1]);
  used(30);
  expect(risk.of("a")).toBe(3);
  now = 60_000;
  expect(risk.of("a")).toBe(1);
});
