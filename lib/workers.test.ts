import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";
import { pauseMs, workers } from "./workers";

const shared = {
  ...{ APP_SECRET: "a-secret-of-tests-that-is-long-enough", REDIS_URL: "redis://localhost" },
  ...{ DATABASE_URL: "postgres://localhost/firstgate", SMS_ROUTES: "off", EMAIL_ROUTES: "off" },
};
const count = (settings: object, ...args: string[]) => workers(args, parseEnv({ ...shared, ...settings }), 4);

describe("one process for each core", () => {
  it("serves where all state is elsewhere, or as many as are asked for", () => {
    expect(count({})).toEqual({ count: 4 });
    expect(
      count({ REDIS_URL: "", UPSTASH_REDIS_REST_URL: "http://localhost", UPSTASH_REDIS_REST_TOKEN: "x" }),
    ).toEqual({ count: 4 });
    expect(count({ DATABASE_URL: "libsql://host" }, "--workers", "3")).toEqual({ count: 3 });
    expect(count({}, "--workers=1")).toEqual({ count: 1 });
  });

  it.each([
    ["the store", { REDIS_URL: "" }],
    ["the database", { DATABASE_URL: "file:accounts.db" }],
    ["the outbox", { EMAIL_ROUTES: "*=outbox" }],
    ["the store, the database, the outbox", { REDIS_URL: "", DATABASE_URL: "", SMS_ROUTES: "" }],
  ])("becomes one process where it would keep %s to itself", (inside, settings) => {
    expect(count(settings)).toEqual({ count: 1, alone: `${inside} would not be shared` });
    expect(count(settings, "--workers", "1")).toEqual({ count: 1 });
  });

  it.each([
    ...["--workers=0", "--workers=-1", "--workers=1.5", "--workers=many", "--workers=", "--workers"],
    "--worker=2",
  ])("is not asked for by %s", (argument) => {
    expect(() => count({}, argument)).toThrow("a whole number from 1 on");
  });
});

describe("a worker that has ended", () => {
  it("is replaced at once, and ever later where those before it ended as soon as they began", () => {
    const brief = (times: number) => pauseMs([3_600_000, ...Array<number>(times).fill(10)]);
    expect([0, 1, 2, 3, 4, 6, 7, 100].map(brief)).toEqual([0, 0, 1000, 2000, 4000, 16_000, 30_000, 30_000]);
    expect(pauseMs([10, 10, 10, 60_000])).toBe(0);
  });
});
