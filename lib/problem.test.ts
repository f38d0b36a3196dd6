import { expect, it, vi } from "vitest";
import { Outage, Problem } from "./problem";

it("recognises what another copy of this module threw", async () => {
  vi.resetModules();
  const copy = await import("./problem");
  expect(copy.Problem).not.toBe(Problem);
  expect(new copy.Problem("internal")).toBeInstanceOf(Problem);
  expect(new copy.Outage("store", undefined)).toBeInstanceOf(Outage);
  expect(new copy.Outage("store", undefined)).not.toBeInstanceOf(Problem);
  expect(new Error("Problem")).not.toBeInstanceOf(Problem);
});
