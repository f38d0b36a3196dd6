import { describe, expect, it } from "vitest";
import { type FailureReason, SendFailure } from "../send-failure";
import { vigil } from "./vigil";

function start() {
  let now = 0;
  const events: unknown[] = [];
  const note = ({ event }: Record<string, unknown>) => void events.push(event);
  const watching = vigil("acme", { now: () => now }, { info: note, warn: note, error: note });
  const fail = (reason: FailureReason = "unknown") =>
    watching.watch(() => Promise.reject(new SendFailure(reason))).catch(() => {});
  return {
    watching,
    events,
    fail,
    answer: () => watching.watch(async () => {}),
    wait: (ms: number) => {
      now += ms;
    },
    async goDown() {
      for (const ms of [500, 500, 0]) {
        await fail();
        now += ms;
      }
    },
  };
}

describe("the vigil over a captcha vendor", () => {
  it("finds it down after three failures over a second, and not after a burst in one moment", async () => {
    const { watching, fail, wait } = start();
    for (let failures = 0; failures < 20; failures += 1) await fail();
    expect(watching.down).toBe(false);
    wait(1000);
    await fail();
    expect(watching.down).toBe(true);
  });

  it("begins anew with every answer", async () => {
    const { watching, fail, answer, wait } = start();
    for (let turns = 0; turns < 10; turns += 1) {
      await fail();
      await fail();
      wait(1000);
      await answer();
    }
    expect(watching.down).toBe(false);
  });

  it.each(["throttled", "blocked"] as const)("takes no %s for a sign of being down", async (reason) => {
    const { watching, fail, wait } = start();
    for (let failures = 0; failures < 10; failures += 1) {
      await fail(reason);
      wait(1000);
    }
    expect(watching.down).toBe(false);
  });

  it("lets one ask after each pause, which grows up to a minute", async () => {
    const { watching, fail, goDown, wait } = start();
    await goDown();
    for (const seconds of [5, 10, 20, 40, 60, 60]) {
      expect(watching.retryAfter).toBe(seconds);
      wait(seconds * 1000 - 1);
      expect(watching.mayAsk()).toBe(false);
      wait(1);
      expect([watching.mayAsk(), watching.mayAsk()]).toEqual([true, false]);
      await fail();
    }
  });

  it("does not count what was under way when it went down", async () => {
    const { watching, goDown } = start();
    let breakOff = (_: SendFailure) => {};
    const underWay = watching.watch(
      () =>
        new Promise((_, reject) => {
          breakOff = reject;
        }),
    );
    await goDown();
    breakOff(new SendFailure("unknown"));
    await underWay.catch(() => {});
    expect(watching.retryAfter).toBe(5);
  });

  it("says once that it went and that it came back", async () => {
    const { watching, events, goDown, answer } = start();
    await goDown();
    await answer();
    await answer();
    expect(watching.down).toBe(false);
    expect(events.filter((event) => event !== "captcha-vendor-failed")).toEqual([
      "captcha-vendor-down",
      "captcha-vendor-back",
    ]);
  });
});
