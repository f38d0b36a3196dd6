// What a person sees of a delivery, and what a failed one costs: nothing.
import { afterEach, describe, expect, it } from "vitest";
import type { Provider } from "../ports";
import { type FailureReason, SendFailure } from "../send-failure";
import { type Application, startApplication } from "../testing/application";

let app: Application;
afterEach(() => app.close());

const request = { channel: "email", address: "ada@example.com", purpose: "sign-up" };
const failing = (fails: () => boolean, reason: FailureReason = "blocked", seen: string[] = []): Provider => ({
  ...{ name: "outbox", channels: ["email", "sms"] },
  async send({ code }) {
    seen.push(code);
    if (fails()) throw new SendFailure(reason);
    return { vendorId: "1" };
  },
});

describe("a delivery", () => {
  it("that fails is reported, and releases the cooldown and every limit, once", async () => {
    app = await startApplication({ LIMITS: "ip-sends-day=1/86400" }, { providers: [failing(() => true)] });
    const { body: challenge } = await app.call("POST", "/api/challenges", request);
    await app.settle();
    const { body } = await app.call("GET", `/api/challenges/${challenge.challengeId}`);
    expect(body).toMatchObject({ delivery: "failed", resendIn: 0, sendsLeft: 4 });
    const again = await app.call("POST", `/api/challenges/${challenge.challengeId}/sends`, {});
    expect([again.status, again.body.delivery]).toEqual([202, "queued"]);
  });

  it("that nobody received leaves nothing to guess", async () => {
    const codes: string[] = [];
    app = await startApplication({}, { providers: [failing(() => true, "blocked", codes)] });
    const { body } = await app.call("POST", "/api/challenges", request);
    await app.settle();
    const attempt = await app.call("POST", `/api/challenges/${body.challengeId}/attempts`, {
      code: codes[0],
    });
    expect(attempt.body).toMatchObject({ code: "code-incorrect", attemptsLeft: 2 });
  });

  it("that perhaps arrived gives back the wait and nothing else, and its code works", async () => {
    const codes: string[] = [];
    app = await startApplication(
      { LIMITS: "sends-day=2/86400" },
      { providers: [failing(() => true, "unknown", codes)] },
    );
    const { body } = await app.call("POST", "/api/challenges", request);
    await app.settle();
    expect(codes).toHaveLength(2);
    const path = `/api/challenges/${body.challengeId}`;
    expect((await app.call("GET", path)).body).toMatchObject({
      delivery: "failed",
      resendIn: 0,
      sendsLeft: 4,
    });
    expect((await app.call("POST", `${path}/sends`, {})).body).toMatchObject({
      code: "rate-limited",
      limit: "sends-day",
    });
    expect((await app.call("POST", `${path}/attempts`, { code: codes[0] })).status).toBe(201);
  });

  it("can be tried five times in one challenge, refunded or not", async () => {
    app = await startApplication({}, { providers: [failing(() => true)] });
    const { body } = await app.call("POST", "/api/challenges", request);
    const path = `/api/challenges/${body.challengeId}/sends`;
    for (let count = 0; count < 4; count += 1) {
      await app.settle();
      expect((await app.call("POST", path, {})).body).toMatchObject({ sendsLeft: 3 - count });
    }
    await app.settle();
    expect((await app.call("POST", path, {})).body.code).toBe("challenge-gone");
    expect((await app.call("POST", "/api/challenges", request)).status).toBe(202);
  });

  it("that succeeds after one that failed is reported as sent", async () => {
    let fails = true;
    app = await startApplication({}, { providers: [failing(() => fails)] });
    const { body } = await app.call("POST", "/api/challenges", request);
    await app.settle();
    fails = false;
    await app.call("POST", `/api/challenges/${body.challengeId}/sends`, {});
    await app.settle();
    expect((await app.call("GET", `/api/challenges/${body.challengeId}`)).body).toMatchObject({
      delivery: "sent",
      resendIn: 60,
    });
  });

  it("that was lost with its process counts as failed after 15 seconds and can be sent again", async () => {
    app = await startApplication();
    const { body } = await app.call("POST", "/api/challenges", request);
    const path = `/api/challenges/${body.challengeId}`;
    app.clock.advance(14);
    expect((await app.call("GET", path)).body).toMatchObject({ delivery: "queued", resendIn: 46 });
    app.clock.advance(1);
    const reads = await Promise.all(Array.from({ length: 10 }, () => app.call("GET", path)));
    expect(reads.every(({ body: { delivery } }) => delivery === "failed")).toBe(true);
    expect((await app.call("GET", path)).body).toMatchObject({ resendIn: 0, sendsLeft: 4 });
    expect((await app.call("POST", `${path}/sends`, {})).status).toBe(202);
  });

  it("finds no place when too many wait: refused before anything is stored or spent", async () => {
    app = await startApplication({ DELIVERIES_AT_ONCE: "1", DELIVERIES_WAITING: "1" });
    const send = (name: string) =>
      app.call("POST", "/api/challenges", { ...request, address: `${name}@example.com` });
    await send("one");
    await send("two");
    const { status, body, headers } = await send("three");
    expect([status, body.code, headers.get("retry-after")]).toEqual([503, "unavailable", "1"]);
    await app.settle();
    expect((await send("three")).status).toBe(202);
  });

  it("that was refused gives its place back", async () => {
    app = await startApplication({ DELIVERIES_AT_ONCE: "1", DELIVERIES_WAITING: "0" });
    await app.send();
    for (let count = 0; count < 5; count += 1) {
      expect((await app.call("POST", "/api/challenges", request)).body.code).toBe("cooldown-active");
    }
    await app.send("other@example.com");
  });
});
