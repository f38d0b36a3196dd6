// What every store must show of challenges and of things that are taken once.
import { beforeEach, describe, expect, it } from "vitest";
import { keyring } from "../keyring";
import type { Challenges, Clock, Demand, Once, OnceWithin, Subject } from "../ports";
import type { OpenStore } from "../testing/backends";
import { limitTable } from "../verification/policy";
import { challenges } from "./challenges";
import { tallies } from "./deliveries";
import { limits, type StoredLimits } from "./limits";
import { once } from "./once";
import { onceWithin } from "./once-within";
import type { Redis } from "./redis";
import { spentTokens } from "./spent-tokens";

export function describeStores(name: string, open: (clock: Clock) => Promise<OpenStore>) {
  let now = Date.UTC(2026, 0, 1);
  const clock = { now: () => now };
  const keys = keyring(["k".repeat(32)]);
  const subject: Subject = { channel: "email", address: "ada@example.com", purpose: "sign-up", locale: "en" };
  const failuresKey = "fg:limit:address:{abc}failures";
  let redis: Redis;
  let entries: OpenStore["entries"];

  beforeEach(async () => {
    now = Date.UTC(2026, 0, 1);
    ({ redis, entries } = await open(clock));
  });

  describe(`captcha tokens of a vendor on ${name}`, () => {
    const token = "0.a-token-of-a-vendor";
    const spent = () => spentTokens("acme", redis, keys, { vendorSeconds: 300, verifiedSeconds: 180 });

    it("are new to one of twenty", async () => {
      const states = await Promise.all(Array.from({ length: 20 }, () => spent().take(token)));
      expect(states.sort()).toEqual(["new", ...Array.from({ length: 19 }, () => "spent")]);
    });

    it("are stored as a digest, until the vendor would refuse them", async () => {
      await spent().take(token);
      const [entry] = await entries();
      expect(JSON.stringify(entry)).not.toContain(token);
      expect(entry?.lifetime).toBeGreaterThan(299_000);
      expect(entry?.lifetime).toBeLessThanOrEqual(300_000);
    });

    it("are new again when they come back without a verdict", async () => {
      await spent().take(token);
      await spent().giveBack(token);
      expect(await spent().take(token)).toBe("new");
    });

    it("come back with their purpose once they were verified, for one of twenty", async () => {
      await spent().take(token);
      await spent().giveBack(token, "sign-up");
      const states = await Promise.all(Array.from({ length: 20 }, () => spent().take(token)));
      expect(states.sort()).toEqual(["sign-up", ...Array.from({ length: 19 }, () => "spent")]);
    });
  });

  describe(`challenges on ${name}`, () => {
    let store: Challenges;
    let limiting: StoredLimits;
    let id: string;
    const codeOf = (digest: string) => ({ digest, expiresAt: now + 300_000 });
    const proofFor = () => ({ id: keys.mint("abc"), expiresAt: now + 600_000 });
    const admission: Demand = { subject: "ip", id: "203.0.113.7", rows: ["ip-requests-minute"] };
    const attempt = (digest: string) => store.attempt(id, { digest, admission, proof: proofFor() });

    const right = { kind: "right", subject, provider: "" };
    const wrong = (attemptsLeft: number) => ({ kind: "wrong", subject, attemptsLeft });

    beforeEach(async () => {
      limiting = limits(redis, { ...limitTable, "ip-requests-minute": { max: 4, seconds: 60 } }, keys, clock);
      store = challenges(redis, keys, clock, limiting, limitTable["address-failures-day"]);
      id = keys.mint("abc");
      await store.put(id, { subject, failuresKey, code: codeOf("one") });
    });

    it("are read as they were put", async () => {
      const code = codeOf("one");
      expect(await store.read(id)).toEqual({
        subject,
        failuresKey,
        attempts: 0,
        sends: 1,
        code,
        delivery: "queued",
      });
    });

    it("keep their address sealed", async () => {
      expect(JSON.stringify(await entries())).not.toContain("ada");
    });

    it("end with their newest code", async () => {
      now += 299_999;
      expect(await store.read(id)).toBeDefined();
      now += 1;
      expect(await store.read(id)).toBeUndefined();
      expect(await attempt("one")).toEqual({ kind: "gone" });
    });

    it("leave the proof behind when they are consumed, and only then", async () => {
      const proofs = once<Subject>("proof", redis, keys, clock);
      const proof = proofFor();
      expect(await store.attempt(id, { digest: "wrong", admission, proof })).toEqual(wrong(2));
      expect(await proofs.read(proof.id)).toBeUndefined();
      expect(await store.attempt(id, { digest: "one", admission, proof })).toEqual(right);
      expect(await proofs.read(proof.id)).toEqual(subject);
      expect(await attempt("one")).toEqual({ kind: "gone" });
    });

    it("look at no attempt that is not admitted, and let it be made again", async () => {
      for (let count = 0; count < 4; count += 1) await limiting.take(admission);
      const refusal = { code: "rate-limited", members: { limit: "ip-requests-minute", retryAfter: 60 } };
      for (const digest of ["wrong", "wrong", "wrong", "one"]) {
        await expect(attempt(digest)).rejects.toMatchObject(refusal);
      }
      now += 60_000;
      expect(await store.read(id)).toMatchObject({ attempts: 0 });
      expect(await attempt("one")).toEqual(right);
    });

    it("are counted against who asks also when they are gone", async () => {
      await store.drop(id);
      for (let count = 0; count < 4; count += 1) expect(await attempt("one")).toEqual({ kind: "gone" });
      await expect(attempt("one")).rejects.toMatchObject({ code: "rate-limited" });
    });

    it("move a delivery forward, never back", async () => {
      const deliveryAfter = async (delivery: "sent" | "delivered" | "failed") => {
        await store.setDelivery(id, "one", delivery);
        return (await store.read(id))?.delivery;
      };
      expect(await deliveryAfter("delivered")).toBe("delivered");
      expect(await deliveryAfter("sent")).toBe("delivered");
      expect(await deliveryAfter("failed")).toBe("delivered");
    });

    it("tell exactly one of twenty that it moved a delivery", async () => {
      const moves = Array.from({ length: 20 }, () => store.setDelivery(id, "one", "failed"));
      expect((await Promise.all(moves)).filter(Boolean)).toHaveLength(1);
    });

    it("take one more code at a time, until the one on its way counts as lost", async () => {
      expect(await store.addCode(id, codeOf("two"))).toBe("busy");
      await store.setDelivery(id, "one", "sent");
      expect(await store.addCode(id, codeOf("two"))).toBe("added");
      now += 15_000;
      expect(await store.addCode(id, codeOf("three"))).toBe("added");
      expect(await attempt("one")).toEqual(wrong(2));
      expect(await attempt("two")).toEqual(right);
    });

    it("take a code beside one that is on its way and being taken back, once the limits let it in", async () => {
      await store.setDelivery(id, "one", "sent");
      expect(await store.addCode(id, codeOf("refused"))).toBe("added");
      expect(await store.addCode(id, codeOf("two"))).toBe("busy");
      expect(await store.addCode(id, codeOf("two"), true)).toBe("added");
      await store.dropCode(id, "refused");
      expect(await store.read(id)).toMatchObject({ code: codeOf("two"), sends: 2 });
      expect(await attempt("refused")).toEqual(wrong(2));
      expect(await attempt("one")).toEqual(right);
    });

    it("match no attempt on a code that nobody received", async () => {
      expect(await store.voidCode(id, "one")).toBe(true);
      expect(await store.voidCode(id, "one")).toBe(false);
      expect((await store.read(id))?.delivery).toBe("failed");
      expect(await attempt("one")).toEqual(wrong(2));
      expect(await attempt("void")).toEqual(wrong(1));
    });

    it("take five codes and no sixth", async () => {
      for (const digest of ["two", "three", "four", "five"]) {
        now += 15_000;
        expect(await store.addCode(id, codeOf(digest))).toBe("added");
      }
      now += 15_000;
      expect(await store.addCode(id, codeOf("six"))).toBe("spent");
    });

    it("move older codes up again when one is taken back", async () => {
      await store.setDelivery(id, "one", "sent");
      await store.addCode(id, codeOf("two"));
      await store.setDelivery(id, "two", "sent");
      await store.addCode(id, codeOf("three"));
      await store.dropCode(id, "three");
      expect((await store.read(id))?.delivery).toBe("sent");
      expect(await attempt("one")).toEqual(right);
    });

    it("lose a code once, however often it is taken back, and none that they never had", async () => {
      await store.setDelivery(id, "one", "sent");
      await store.addCode(id, codeOf("two"));
      for (const digest of ["two", "two", "never", "two"]) await store.dropCode(id, digest);
      expect(await store.read(id)).toMatchObject({ sends: 1, delivery: "sent" });
      expect(await attempt("one")).toEqual(right);
    });

    it("are gone when dropped, and take no code then", async () => {
      await store.drop(id);
      expect(await store.read(id)).toBeUndefined();
      expect(await store.addCode(id, codeOf("two"))).toBe("gone");
      await store.setDelivery(id, "one", "sent");
      expect(await entries()).toEqual([]);
    });

    it("leave no key without a lifetime", async () => {
      await attempt("wrong");
      await store.setDelivery(id, "one", "sent");
      await store.addCode(id, codeOf("two"));
      await attempt("two");
      const left = await entries();
      expect(left.length).toBeGreaterThan(0);
      for (const { key, lifetime } of left) expect(lifetime, key).toBeGreaterThan(0);
    });
  });

  describe(`things taken once on ${name}`, () => {
    let store: Once<{ to: string }>;
    beforeEach(() => {
      store = once("captcha-token", redis, keys, clock);
    });

    it("are taken by exactly one of fifty at once", async () => {
      const id = keys.mint();
      await store.put(id, { to: "ada" }, now + 1000);
      const taken = await Promise.all(Array.from({ length: 50 }, () => store.take(id)));
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it("can be put back by whoever took them", async () => {
      const id = keys.mint();
      await store.put(id, { to: "ada" }, now + 1000);
      await (await store.take(id))?.restore();
      expect((await store.take(id))?.value).toEqual({ to: "ada" });
    });

    it("end with their lifetime, also after having been put back", async () => {
      const id = keys.mint();
      await store.put(id, { to: "ada" }, now + 1000);
      const taken = await store.take(id);
      now += 1000;
      await taken?.restore();
      expect(await store.read(id)).toBeUndefined();
      expect(await store.take(id)).toBeUndefined();
    });
  });

  describe(`things put and taken within limits on ${name}`, () => {
    const demand: Demand = { subject: "ip", id: "203.0.113.7", rows: ["ip-requests-minute"] };
    const refusal = { code: "rate-limited", members: { limit: "ip-requests-minute" } };
    let store: OnceWithin<{ to: string }>;
    beforeEach(() => {
      const row = { ...limitTable["ip-requests-minute"], max: 3 };
      const limiting = limits(redis, { ...limitTable, "ip-requests-minute": row }, keys, clock);
      store = onceWithin("puzzle", redis, keys, clock, limiting);
    });
    const someTimes = async (times: number, what: () => Promise<unknown>) => {
      const results = await Promise.allSettled(Array.from({ length: times }, what));
      return results.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
    };

    it("are there where the limits let somebody put them, and say what is left of these", async () => {
      const id = keys.mint();
      expect(await store.putWithin(demand, id, { to: "ada" }, now + 1000)).toEqual([
        { row: "ip-requests-minute", remaining: 2, resetIn: 60 },
      ]);
      expect((await store.takeWithin(demand, id))?.value).toEqual({ to: "ada" });
      expect(await store.takeWithin(demand, id)).toBeUndefined();
      await expect(store.takeWithin(demand, id)).rejects.toMatchObject(refusal);
    });

    it("are not there where the limits refuse, however many come at once", async () => {
      const ids = Array.from({ length: 20 }, () => keys.mint());
      const waiting = [...ids];
      const refused = await someTimes(20, () =>
        store.putWithin(demand, waiting.pop() ?? "", { to: "ada" }, now + 1000),
      );
      expect(refused).toEqual(Array(17).fill("rate-limited"));
      expect((await Promise.all(ids.map(store.read))).filter(Boolean)).toHaveLength(3);
    });

    it("stay where the limits refuse, and are taken once", async () => {
      const id = keys.mint();
      await store.put(id, { to: "ada" }, now + 1000);
      await someTimes(3, () => store.takeWithin(demand, keys.mint()));
      expect(await someTimes(5, () => store.takeWithin(demand, id))).toEqual(Array(5).fill("rate-limited"));
      now += 60_000;
      await store.put(id, { to: "ada" }, now + 1000);
      const taken = await Promise.all(Array.from({ length: 3 }, () => store.takeWithin(demand, id)));
      const [one, ...none] = taken.filter(Boolean);
      expect(none).toEqual([]);
      await one?.restore();
      expect((await store.take(id))?.value).toEqual({ to: "ada" });
    });

    it("are counted for whoever brings an id that is none", async () => {
      expect(await someTimes(4, () => store.takeWithin(demand, "made-up"))).toEqual(["rate-limited"]);
    });
  });

  describe(`tallies on ${name}`, () => {
    it("count everybody, however many count at once, each day by itself, and end after it", async () => {
      const counted = tallies(redis, clock);
      const count = (times: number, what: "sent" | "verified") =>
        Promise.all(Array.from({ length: times }, () => counted.count("acme", "DE", what)));
      await Promise.all([count(20, "sent"), count(3, "verified"), counted.count("acme", "FR", "sent")]);
      await count(2, "sent");
      expect(await counted.read("acme", "DE")).toEqual({ sent: 22, verified: 3 });
      now += 86_400_000;
      await count(1, "sent");
      expect(await counted.read("acme", "DE")).toEqual({ sent: 1 });
      expect(await counted.read("acme", "DE", 2)).toEqual({ sent: 23, verified: 3 });
      for (const { key, lifetime } of await entries()) expect(lifetime, key).toBeGreaterThan(6 * 86_400_000);
    });
  });
}
