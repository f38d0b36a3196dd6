// What a stranger can do to somebody by spending guesses, sends and challenges on their address: make them wait
// for the cooldown, or do more work than usual; and, as the ceilings of a day have it, close the one channel until
// it is over. Never more.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Application, type Reply, startApplication } from "../testing/application";

const ada = "ada@example.com";
const home = { peer: "203.0.113.7" };

let app: Application;
beforeEach(async () => {
  app = await startApplication(
    {},
    // A captcha that takes the caller's word for how much was done for the address.
    {
      captcha: () => ({
        redeem: async (token) => ({ strong: token === "strong", restore: async () => {} }),
      }),
    },
  );
});
afterEach(() => app.close());

const ask = (address: string, options = home, captchaToken = "usual"): Promise<Reply> =>
  app.call(
    ...(["POST", "/api/challenges"] as const),
    { channel: address.includes("@") ? "email" : "sms", address, purpose: "sign-up", captchaToken },
    options,
  );
const workFor = (address: string) => ask(address, home, "strong");
const attempt = (challengeId: string, code: string, options = home): Promise<Reply> =>
  app.call("POST", `/api/challenges/${challengeId}/attempts`, { code }, options);

/** Never from the same place twice. */
let strangers = 0;
const stranger = () => ({ peer: `198.51.100.${++strangers % 250}` });

/** A challenge of a stranger for the address, and all of its guesses. */
async function spend(address = ada): Promise<Reply> {
  const started = await ask(address, stranger());
  await app.settle();
  if (started.status !== 202) return started;
  const wrong = app.codeFor(address) === "000000" ? "000001" : "000000";
  for (const _ of [1, 2, 3]) await attempt(started.body.challengeId, wrong, stranger());
  return started;
}

describe("a code that is on its way", () => {
  it("works whatever strangers spend on its address meanwhile", async () => {
    const { challengeId } = await app.send(ada, home);
    const code = app.codeFor(ada);
    const answers: Reply[] = [];
    for (let second = 0; second < 290; second += 10) {
      app.clock.advance(10);
      answers.push(await spend());
    }
    const row = (limit: string) => answers.filter(({ body }) => body.limit === limit).length;
    // They have used up all that there is.
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(4);
    expect(row("address-cooldown")).toBeGreaterThan(0);
    expect(row("address-failures-day")).toBeGreaterThan(0);

    expect((await app.call("GET", `/api/challenges/${challengeId}`, undefined, home)).body).toMatchObject({
      attemptsLeft: 3,
      delivery: "sent",
    });
    const right = await attempt(challengeId, code);
    expect(right.status).toBe(201);
    expect((await app.call("POST", "/api/accounts", { proof: right.body.proof }, home)).status).toBe(201);
  });

  it("has attempts that nobody else can spend: its id is known to its holder only", async () => {
    const { challengeId } = await app.send(ada, home);
    const started = await spend();
    for (const id of [ada, "x".repeat(28), `${challengeId.slice(0, 6)}${"A".repeat(22)}`])
      expect((await attempt(id, "000000", stranger())).body.code).toBe("challenge-gone");
    expect(started.body.code).toBe("cooldown-active");
    const { body } = await app.call("GET", `/api/challenges/${challengeId}`, undefined, home);
    expect(body.attemptsLeft).toBe(3);
  });
});

describe("an address that a stranger has sent a code to", () => {
  it("is open to its owner as soon as the cooldown ends, however often strangers tried meanwhile", async () => {
    await spend();
    for (let second = 0; second < 60; second += 1) {
      const early = await ask(ada);
      expect(early.body).toMatchObject({ code: "cooldown-active", limit: "address-cooldown" });
      expect(early.body.retryAfter).toBeLessThanOrEqual(60);
      await spend();
      app.clock.advance(1);
    }
    expect((await ask(ada)).status).toBe(202);
    await app.settle();
    expect(app.codeFor(ada)).toMatch(/^\d{6}$/);
  });

  it("is no reason to refuse its neighbours or the other channel", async () => {
    await spend();
    expect((await ask("grace@example.com")).status).toBe(202);
    expect((await ask("+4915123456789")).status).toBe(202);
  });
});

describe("the ceilings of one address, which a stranger can use up", () => {
  /** Sends of strangers, one at the end of each cooldown. */
  async function send(times: number) {
    for (let time = 0; time < times; time += 1) {
      expect((await ask(ada, stranger())).status).toBe(202);
      await app.settle();
      app.clock.advance(60);
    }
  }

  it("make it cost more work for the rest of the hour after five sends, and not for a second longer", async () => {
    await send(5);
    expect((await ask(ada)).body).toMatchObject({ code: "rate-limited", limit: "address-hour" });
    app.clock.advance(3600 - 5 * 60 - 1);
    expect((await ask(ada)).body.limit).toBe("address-hour");
    app.clock.advance(1);
    expect((await ask(ada)).status).toBe(202);
  });

  it("are, for the hour, no more than the cooldown to whoever works for the address", async () => {
    await send(5);
    const { status, body } = await workFor(ada);
    expect([status, body.sendsLeft]).toEqual([202, 0]);
    await app.settle();
    expect(app.codeFor(ada)).toMatch(/^\d{6}$/);
    // More work than usual buys no second message at once, and what it sent is counted.
    expect((await workFor(ada)).body).toMatchObject({ code: "cooldown-active", limit: "address-cooldown" });
    app.clock.advance(60);
    expect((await ask(ada)).body.limit).toBe("address-hour");
    expect((await app.call("POST", `/api/challenges/${body.challengeId}/sends`, {}, home)).body.limit).toBe(
      "address-hour",
    );
    expect((await workFor(ada)).status).toBe(202);
  });

  it("hold of a hundred at once who work for the address all but one", async () => {
    await send(5);
    const replies = await Promise.all(Array.from({ length: 100 }, () => workFor(ada)));
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(replies.filter(({ body }) => body.limit === "address-cooldown")).toHaveLength(99);
  });

  it("close it for the rest of the day after ten sends", async () => {
    await send(5);
    app.clock.advance(3600);
    await send(5);
    app.clock.advance(3600);
    expect((await ask(ada)).body).toMatchObject({ code: "rate-limited", limit: "address-day" });
    expect((await workFor(ada)).body.limit).toBe("address-day");
    app.clock.advance(86_400 - 2 * 3600 - 10 * 60);
    expect((await ask(ada)).status).toBe(202);
  });

  it("close it for a day after ten wrong codes", async () => {
    for (const _ of [1, 2, 3, 4]) {
      expect((await spend()).status).toBe(202);
      app.clock.advance(60);
    }
    expect((await ask(ada)).body).toMatchObject({ code: "rate-limited", limit: "address-failures-day" });
    expect((await workFor(ada)).body.limit).toBe("address-failures-day");
    app.clock.advance(86_400 - 4 * 60);
    expect((await ask(ada)).status).toBe(202);
  });

  it("are those of the inbox: no other spelling of it has any of its own, and messages go to what was typed", async () => {
    expect((await ask(ada)).status).toBe(202);
    for (const other of ["ada+1@example.com", "ADA@Example.com.", "a\u00adda@example.com"])
      expect((await ask(other, stranger())).body.limit, other).toBe("address-cooldown");
    app.clock.advance(60);
    expect((await ask("Ada+1@example.com")).status).toBe(202);
    await app.settle();
    expect(app.codeFor("ada+1@example.com")).toMatch(/^\d{6}$/);
  });

  it("count wrong codes for all tags of an inbox together", async () => {
    for (const tag of ["", "+b", "+c", "+d"]) {
      expect((await spend(`ada${tag}@example.com`)).status).toBe(202);
      app.clock.advance(60);
    }
    expect((await ask("ada+e@example.com")).body.limit).toBe("address-failures-day");
  });

  it("leave the other channel open, and whoever has proven the address already", async () => {
    const proof = await app.prove(ada);
    app.clock.advance(60);
    await send(4);
    expect((await ask(ada)).body.code).toBe("rate-limited");
    expect((await ask("+4915123456789")).status).toBe(202);
    expect((await app.call("POST", "/api/accounts", { proof }, home)).status).toBe(201);
  });
});
