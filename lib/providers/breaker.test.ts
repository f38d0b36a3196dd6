import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Log, Message, Provider } from "../ports";
import { type FailureReason, SendFailure, takenElsewhere } from "../send-failure";
import { withBreaker } from "./breaker";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A provider that fails as told and counts how often it was really asked. */
function ill(reason: FailureReason) {
  const state = { asked: 0, reason: reason as FailureReason | undefined };
  const provider: Provider = {
    ...{ name: "ill", channels: ["sms"] },
    async send() {
      state.asked += 1;
      if (state.reason) throw new SendFailure(state.reason);
      return { vendorId: "1" };
    },
  };
  const guarded = withBreaker(provider, quiet);
  const send = () =>
    guarded.send({} as Message, new AbortController().signal).then(
      () => "accepted",
      (error: SendFailure) => `${error.reason} ${error.vendorCode}`.trim(),
    );
  return { state, send };
}

async function failFor(send: () => Promise<string>) {
  for (let count = 0; count < 4; count += 1) await send();
  vi.advanceTimersByTime(2000);
  await send();
}

describe("a breaker", () => {
  it("skips a provider after five failures in a row over two seconds, for free", async () => {
    const { state, send } = ill("temporary");
    await failFor(send);
    expect(await send()).toBe("temporary skipped");
    expect(state.asked).toBe(5);
  });

  it("does not take the fast failures of a burst for an illness", async () => {
    const { state, send } = ill("temporary");
    for (let count = 0; count < 50; count += 1) expect(await send()).toBe("temporary");
    state.reason = undefined;
    expect(await send()).toBe("accepted");
    state.reason = "temporary";
    vi.advanceTimersByTime(2000);
    for (let count = 0; count < 4; count += 1) expect(await send()).toBe("temporary");
    state.reason = undefined;
    expect(await send()).toBe("accepted");
  });

  it("probes again after a while, and takes the provider back when that works", async () => {
    const { state, send } = ill("unknown");
    await failFor(send);
    state.reason = undefined;
    expect(await send()).toBe("temporary skipped");
    vi.advanceTimersByTime(60_000);
    expect(await send()).toBe("accepted");
    expect(await send()).toBe("accepted");
  });

  it("opens at once for what an operator has to mend", async () => {
    const { state, send } = ill("misconfigured");
    expect(await send()).toBe("misconfigured");
    expect(await send()).toBe("temporary skipped");
    expect(state.asked).toBe(1);
  });

  it("does not mind a provider that was stopped because another was quicker", async () => {
    const slow: Provider = {
      ...{ name: "slow", channels: ["sms"] },
      send: (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(new SendFailure("unknown"))),
        ),
    };
    const guarded = withBreaker(slow, quiet);
    for (let count = 0; count < 10; count += 1) {
      const call = new AbortController();
      const sending = guarded
        .send({} as Message, call.signal)
        .catch((error: SendFailure) => error.vendorCode);
      vi.advanceTimersByTime(1000);
      call.abort(takenElsewhere);
      expect(await sending).toBe(takenElsewhere);
    }
  });

  it.each(["invalid-address", "blocked", "throttled"] as const)(
    "does not mind %s: the vendor is well",
    async (reason) => {
      const { state, send } = ill(reason);
      for (let count = 0; count < 20; count += 1) expect(await send()).toBe(reason);
      expect(state.asked).toBe(20);
    },
  );
});
