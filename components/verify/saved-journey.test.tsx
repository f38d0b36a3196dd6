// What outlives a refresh.
import { expect, it, vi } from "vitest";
import type { Journey } from "./journey";
import { forgetAll, keeperOf } from "./saved-journey";

const target = { channel: "sms", address: "+447700900123" } as const;
const { read, save, forget, watch } = keeperOf("sign-up");
const journey = (part: object) => ({ step: "code", target, ...part }) as Journey;

it("remembers the address, the challenge and the proof, and nothing that is secret for long", () => {
  save(journey({ challenge: { challengeId: "challenge-1", sentTo: "+44 ••• 23" } }));
  expect(read()).toEqual({ ...target, challengeId: "challenge-1" });

  save(journey({ proof: { value: "proof", endsAt: performance.now() + 600_000 } }));
  expect(read()).toMatchObject({ ...target, proof: "proof" });
  expect(read()?.challengeId).toBeUndefined();
});

it("measures the proof by the clock that wrote it, however wrong", () => {
  vi.useFakeTimers({ now: new Date("1999-01-01") });
  save(journey({ proof: { value: "proof", endsAt: performance.now() + 600_000 } }));

  vi.advanceTimersByTime(599_000);
  expect(read()?.proof).toBe("proof");
  vi.advanceTimersByTime(2_000);
  expect(read()?.proof).toBeUndefined();
});

it("does not overwrite a saved challenge whose fate is not known yet", () => {
  save(journey({ challenge: { challengeId: "challenge-1" } }));

  save(journey({ step: "address", unsettled: true }));

  expect(read()?.challengeId).toBe("challenge-1");
});

it.each(["", "null", "[]", "{", '{"channel":"pigeon","address":"x"}', '{"channel":"email"}'])(
  "takes %j for nothing saved",
  (stored) => {
    localStorage.setItem("firstgate.journey.sign-up", stored);

    expect(read()).toBeUndefined();
  },
);

it("does without a storage that is full or forbidden", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });

  expect(() => save(journey({}))).not.toThrow();
});

it("forgets, and hears when another tab did", () => {
  const heard = vi.fn();
  const stop = watch(heard);
  save(journey({}));

  forget();
  window.dispatchEvent(new StorageEvent("storage", { key: "firstgate.journey.sign-up" }));
  window.dispatchEvent(new StorageEvent("storage", { key: "something else" }));
  stop();
  window.dispatchEvent(new StorageEvent("storage", { key: "firstgate.journey.sign-up" }));

  expect(read()).toBeUndefined();
  expect(heard).toHaveBeenCalledOnce();
});

it("keeps the journeys of different names apart, and forgets them all at once", () => {
  save(journey({}));

  expect(keeperOf("sign-in").read()).toBeUndefined();
  keeperOf("sign-in").save(journey({}));
  forget();
  expect(keeperOf("sign-in").read()).toEqual(target);
  localStorage.setItem("somebody else's", "1");
  forgetAll();

  expect(Object.keys(localStorage)).toEqual(["somebody else's"]);
});
