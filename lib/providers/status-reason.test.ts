import { describe, expect, it } from "vitest";
import { reasonFor } from "./failure-table";
import { reasonOfStatus } from "./status-reason";

describe("a status", () => {
  it.each([
    ["temporary", [408, 500, 501, 502, 503, 599]],
    ["unknown", [504]],
    ["throttled", [429]],
    ["misconfigured", [301, 302, 307, 308, 401, 402, 403, 404, 405, 415]],
    ["blocked", [400, 406, 409, 410, 413, 422, 425, 451]],
  ] as const)("is taken for %s: %j", (reason, statuses) => {
    for (const status of statuses) expect([status, reasonOfStatus(status)]).toEqual([status, reason]);
  });
});

describe("a code that no table lists", () => {
  it.each([
    ["blocked", [200, 201, 400, 403, 404, 409, 422]],
    ["misconfigured", [401, 402]],
    ["throttled", [429]],
    ["temporary", [408, 500, 503]],
  ] as const)("is taken for %s beside %j", (reason, statuses) => {
    for (const status of statuses) expect([status, reasonFor("new", status, {})]).toEqual([status, reason]);
  });

  it("counts for more than the status as soon as one lists it or its family", () => {
    const codes = { throttled: ["Too.*"], blocked: ["Too.Odd"] };
    expect(reasonFor("Too.Many", 500, codes)).toBe("throttled");
    expect(reasonFor("Too.Odd", 500, codes)).toBe("blocked");
  });
});
