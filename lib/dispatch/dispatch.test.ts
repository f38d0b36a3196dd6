import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Accepted, Log, Message, Provider, Timers } from "../ports";
import { Problem } from "../problem";
import { type FailureReason, SendFailure } from "../send-failure";
import { dispatch } from ".";
import { parseRoutes } from "./routes";

const timers: Timers = {
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};
const message: Message = {
  ...{ id: "id", channel: "sms", to: "+4915123456789", country: "DE", code: "048213", minutes: 5 },
  ...{ purpose: "sign-up", locale: "en", text: "048213" },
};

/** A provider that does as it is told, and remembers how it was asked. */
interface Puppet extends Provider {
  asked: { code: string; signal: AbortSignal }[];
  accept(): void;
  fail(reason: FailureReason): void;
}

function puppet(name: string, behaviour?: FailureReason | "accept"): Puppet {
  let resolve = (_: Accepted) => {};
  let reject = (_: unknown) => {};
  const asked: Puppet["asked"] = [];
  return {
    ...{ name, channels: ["sms"], asked },
    accept: () => resolve({ vendorId: `${name}-1` }),
    fail: (reason) => reject(new SendFailure(reason)),
    async send({ code }, signal) {
      asked.push({ code, signal });
      if (behaviour === "accept") return { vendorId: `${name}-1` };
      if (behaviour) throw new SendFailure(behaviour, "code-of-vendor");
      return new Promise<Accepted>((onAccept, onFail) => {
        resolve = onAccept;
        reject = onFail;
      });
    },
  };
}

const logged: unknown[] = [];
const log: Log = {
  info: () => {},
  warn: (event) => logged.push(event),
  error: (event) => logged.push(["error", event]),
};

/** The terms of a delivery that begins now. */
const terms = (mayRepeat = async () => true) => ({ endsAt: Date.now() + 14_000, mayRepeat });

function through(providers: Provider[], bounds = { inFlight: 10, waiting: 10 }, { hedgeMs = 1000 } = {}) {
  const sms = parseRoutes(`*=${providers.map(({ name }) => name).join(",")}`);
  return dispatch({
    ...{
      routes: { sms, email: parseRoutes("") },
      hedgeMs,
      deadlineMs: 3000,
      bounds,
      timers,
      log,
      clock: { now: Date.now },
    },
    providers: new Map(providers.map((provider) => [provider.name, provider])),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  logged.length = 0;
});
afterEach(() => vi.useRealTimers());

describe("a delivery", () => {
  it("takes the first provider when it accepts, and asks no other", async () => {
    const [one, two] = [puppet("one", "accept"), puppet("two", "accept")];
    expect(await through([one, two]).deliver(message, terms())).toEqual({
      ...{ kind: "accepted", provider: "one", vendorId: "one-1" },
    });
    expect(two.asked).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(["temporary", "throttled", "misconfigured", "blocked", "unknown"] as const)(
    "moves to the next at once when the first answers %s",
    async (reason) => {
      const [one, two] = [puppet("one", reason), puppet("two", "accept")];
      expect(await through([one, two]).deliver(message, terms())).toMatchObject({ provider: "two" });
    },
  );

  it("pays no other vendor for an address that does not exist", async () => {
    const [one, two] = [puppet("one", "invalid-address"), puppet("two", "accept")];
    expect(await through([one, two]).deliver(message, terms())).toEqual({ kind: "nothing-sent" });
    expect(two.asked).toEqual([]);
  });

  it("asks the next beside a silent one after the hedge delay, with the same code", async () => {
    const [one, two] = [puppet("one"), puppet("two")];
    const delivering = through([one, two]).deliver(message, terms());
    await vi.advanceTimersByTimeAsync(999);
    expect(two.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(two.asked.map(({ code }) => code)).toEqual(["048213"]);
    two.accept();
    expect(await delivering).toMatchObject({ provider: "two" });
    expect(one.asked[0]?.signal.aborted).toBe(true);
  });

  it("takes the first after all when it answers before the second", async () => {
    const [one, two] = [puppet("one"), puppet("two")];
    const delivering = through([one, two]).deliver(message, terms());
    await vi.advanceTimersByTimeAsync(1200);
    one.accept();
    expect(await delivering).toMatchObject({ provider: "one" });
  });

  it("hedges once at most: a third waits until one of the two has failed", async () => {
    const [one, two, three] = [puppet("one"), puppet("two"), puppet("three", "accept")];
    const delivering = through([one, two, three]).deliver(message, terms());
    await vi.advanceTimersByTimeAsync(2999);
    expect(three.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await delivering).toMatchObject({ provider: "three" });
    expect(one.asked[0]?.signal.aborted).toBe(true);
  });

  it("ends every call at its deadline, also of a provider that ignores the signal", async () => {
    const [one, two] = [puppet("one"), puppet("two", "accept")];
    const delivering = through([one, two], undefined, { hedgeMs: 60_000 }).deliver(message, terms());
    await vi.advanceTimersByTimeAsync(2999);
    expect(one.asked[0]?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(one.asked[0]?.signal.aborted).toBe(true);
    expect(await delivering).toMatchObject({ provider: "two" });
    expect(logged).toEqual([expect.objectContaining({ reason: "unknown", vendorCode: "timeout" })]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has failed when all have, and asks none again that will not change its mind", async () => {
    const route = [puppet("one", "misconfigured"), puppet("two", "throttled"), puppet("three", "blocked")];
    expect(await through(route).deliver(message, terms())).toEqual({ kind: "nothing-sent" });
    expect(route.map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
  });

  it("goes along those again that failed in passing, three times at most", async () => {
    const route = [puppet("one", "temporary"), puppet("two", "throttled"), puppet("three", "temporary")];
    const delivering = through(route).deliver(message, terms());
    await vi.runAllTimersAsync();
    expect(await delivering).toEqual({ kind: "nothing-sent" });
    expect(route.map(({ asked }) => asked.length)).toEqual([3, 1, 3]);
  });

  it("says that it may have been sent when anybody may have taken it", async () => {
    const route = [puppet("one", "unknown"), puppet("two", "blocked")];
    const delivering = through(route).deliver(message, terms());
    await vi.runAllTimersAsync();
    expect(await delivering).toEqual({ kind: "perhaps-sent" });
  });

  it("repeats what may have been sent only as often as it is allowed to", async () => {
    const one = puppet("one", "unknown");
    let allowed = 1;
    const mayRepeat = async () => allowed-- > 0;
    const delivering = through([one]).deliver(message, terms(mayRepeat));
    await vi.runAllTimersAsync();
    expect(await delivering).toEqual({ kind: "perhaps-sent" });
    expect(one.asked).toHaveLength(2);
  });

  it("asks nobody when its turn comes too late, and ends by its end whatever hangs", async () => {
    const late = puppet("one", "accept");
    const outcome = through([late]).deliver(message, { ...terms(), endsAt: Date.now() + 500 });
    expect(await outcome).toEqual({ kind: "nothing-sent" });
    expect(late.asked).toEqual([]);

    const route = [puppet("one"), puppet("two"), puppet("three")];
    const endsAt = Date.now() + 14_000;
    const delivering = through(route).deliver(message, { ...terms(), endsAt });
    await vi.runAllTimersAsync();
    expect(await delivering).toEqual({ kind: "perhaps-sent" });
    expect(Date.now()).toBeLessThanOrEqual(endsAt);
    expect(route.flatMap(({ asked }) => asked).every(({ signal }) => signal.aborted)).toBe(true);
  });

  it("is loud about a provider that an operator has to mend, and says nothing of the person", async () => {
    await through([puppet("one", "misconfigured")]).deliver(message, terms());
    expect(logged).toEqual([
      ["error", expect.objectContaining({ provider: "one", vendorCode: "code-of-vendor" })],
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/048213|15123456789/);
  });

  it("survives a provider with a bug", async () => {
    const broken: Provider = {
      name: "broken",
      channels: ["sms"],
      send: () => Promise.reject(new TypeError("+49")),
    };
    expect(await through([broken, puppet("two", "accept")]).deliver(message, terms())).toMatchObject({
      provider: "two",
    });
    expect(JSON.stringify(logged)).not.toContain("+49");
  });
});

describe("capacity", () => {
  it("lets so many run at once, keeps the order, and loses none", async () => {
    const puppets = Array.from({ length: 5 }, () => puppet("one"));
    let index = 0;
    const one: Provider = {
      name: "one",
      channels: ["sms"],
      send: (...call) => puppets[index++]?.send(...call) as never,
    };
    const limited = through([one], { inFlight: 2, waiting: 3 });
    const deliveries = puppets.map(() => limited.deliver(message, terms()));
    await vi.advanceTimersByTimeAsync(0);
    expect(puppets.map(({ asked }) => asked.length)).toEqual([1, 1, 0, 0, 0]);
    puppets[1]?.accept();
    await vi.advanceTimersByTimeAsync(0);
    expect(puppets.map(({ asked }) => asked.length)).toEqual([1, 1, 1, 0, 0]);
    for (const each of puppets) {
      each.accept();
      await vi.advanceTimersByTimeAsync(0);
    }
    const kinds = (await Promise.all(deliveries)).map(({ kind }) => kind);
    expect(kinds).toEqual(Array.from({ length: 5 }, () => "accepted"));
  });

  it("refuses when every place is taken, and again has room when one is released", () => {
    const limited = through([puppet("one")], { inFlight: 1, waiting: 1 });
    const places = [limited.reserve(), limited.reserve()];
    expect(() => limited.reserve()).toThrow(Problem);
    places[0]?.release();
    places[0]?.release();
    expect(() => limited.reserve()).not.toThrow();
    expect(() => limited.reserve()).toThrow(Problem);
  });
});
