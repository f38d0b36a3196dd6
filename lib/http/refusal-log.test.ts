// What an operator sees of an attack, and what nobody sees in the log.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Application, startApplication } from "../testing/application";
import { findInClear } from "../testing/dump";
import { watchSlider } from "../testing/slider";

let app: Application;
beforeEach(async () => {
  app = await startApplication();
});
afterEach(() => app.close());

const ask = (address: string, more: object = {}) => ({
  channel: address.includes("@") ? "email" : "sms",
  address,
  purpose: "sign-up",
  ...more,
});
const refusals = () => app.logged.map((line) => JSON.parse(line)).filter(({ event }) => event === "refused");
const digest = expect.stringMatching(/^[\w-]{22}$/);

describe("a refusal", () => {
  it("is one line with the limit, the channel, the country and keyed digests of address and client", async () => {
    await app.send("+4915123456789");
    await app.call("POST", "/api/challenges", ask("+49 1512 3456789"));
    expect(refusals()).toEqual([
      {
        ...{ event: "refused", problem: "cooldown-active", limit: "address-cooldown", text: "refused" },
        ...{ channel: "sms", country: "DE", address: digest, client: digest },
      },
    ]);
  });

  it("shows by the same digests that one client goes for many addresses, and many clients for one", async () => {
    app = await startApplication({ LIMITS: "ip-sends-day=0/60" });
    const from = (peer: string, address: string) =>
      app.call("POST", "/api/challenges", ask(address), { peer });
    await from("2001:db8:1:2::1", "ada@example.com");
    await from("2001:db8:1:2::2", "grace@example.com");
    await from("203.0.113.7", "Ada@Example.com");
    const [first, second, third] = refusals();
    expect(first).toMatchObject({ problem: "rate-limited", limit: "ip-sends-day", channel: "email" });
    expect(second.client).toBe(first.client);
    expect(second.address).not.toBe(first.address);
    expect(third.client).not.toBe(first.client);
    expect(third.address).toBe(first.address);
  });

  it("of a code is told at the last attempt", async () => {
    const { challengeId } = await app.send();
    const code = app.codeFor("ada@example.com") === "000000" ? "000001" : "000000";
    for (const _ of [1, 2, 3]) await app.call("POST", `/api/challenges/${challengeId}/attempts`, { code });
    expect(refusals()).toEqual([
      expect.objectContaining({
        problem: "code-incorrect",
        channel: "email",
        address: digest,
        client: digest,
      }),
    ]);
  });

  it("of whoever mistypes is not told", async () => {
    await app.call("POST", "/api/challenges", { channel: "fax" });
    await app.call("GET", "/api/nothing");
    await app.call("GET", "/api/session");
    expect(app.logged).toEqual([]);
  });

  it("costs a flood a line, and no round trip to the store", async () => {
    let trips = 0;
    app = await startApplication(
      { LIMITS: "ip-requests-minute=1/60" },
      {
        requester: (real) => ({
          request(request) {
            trips += 1;
            return real.request(request);
          },
        }),
      },
    );
    const path = "/api/challenges/nobody";
    // The first ones are let through, and teach the store its scripts.
    for (let count = 0; count < 2; count += 1) await app.call("GET", path);
    trips = 0;
    for (let count = 0; count < 1000; count += 1) await app.call("GET", path);
    expect(refusals().filter(({ limit }) => limit === "ip-requests-minute")).toHaveLength(1);
    // Of the limit itself: an id that is not ours asks the store nothing.
    expect(trips).toBe(1000);
  });
});

describe("a journey with every refusal on its way", () => {
  it("logs no code, token, password, address or client's address", async () => {
    const slider = watchSlider();
    app = await startApplication(
      { CAPTCHA: "slider", SMS_ROUTES: "DE=outbox", LIMITS: "prefix-hour=1/3600" },
      { ...slider.substitutes },
    );
    const secrets: Record<string, string> = {
      ...{
        "the number": "+4915123456789",
        "the national number": "15123456789",
        "its neighbour": "+4915123456780",
      },
      ...{
        "the mailbox": "ada.lovelace@example.com",
        "its local part": "ada.lovelace",
        "a foreigner": "+33612345678",
      },
      ...{ "the clients": "203.0.113.", "a forger": "198.51.100.66", "the password": "Violet-Tram-91-Canal" },
      "another site": "evil.example",
    };
    let puzzles = 0;
    let calls = 0;
    // Each from elsewhere: of one client's refusals the log tells a few.
    const call: Application["call"] = (method, path, body, options = {}) =>
      app.call(method, path, body, {
        peer: `203.0.113.${++calls}`,
        ...options,
        headers: { "x-forwarded-for": "198.51.100.66", ...options.headers },
      });
    const token = async () => {
      const { body: puzzle } = await call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
      const solution = slider.solution();
      puzzles += 1;
      const path = `/api/captcha/puzzles/${puzzle.puzzleId}/solutions`;
      const { body } = await call("POST", path, solution);
      secrets[`puzzle ${puzzles}`] = puzzle.puzzleId;
      secrets[`captcha token ${puzzles}`] = body.captchaToken;
      await call("POST", path, solution);
      return body.captchaToken as string;
    };
    const start = async (address: string) =>
      call("POST", "/api/challenges", ask(address, { captchaToken: await token() }));

    const { challengeId } = (await start("+4915123456789")).body;
    await app.settle();
    const code = app.codeFor("+4915123456789");
    const wrong = code === "424242" ? "242424" : "424242";
    Object.assign(secrets, { challengeId, code, wrong });
    for (const address of ["+4915123456789", "+4915123456780", "+33612345678", "ada.lovelace@example.com"])
      await start(address);
    await start("ada.lovelace@example.com");
    await call("POST", "/api/challenges", ask("+4915123456789", { captchaToken: "made-up" }));
    await call("POST", "/api/challenges", ask("x@example.com"), {
      headers: { origin: "https://evil.example" },
    });
    await call("POST", `/api/challenges/${challengeId}/sends`, {});
    await call("POST", `/api/challenges/${challengeId}/attempts`, { code: wrong });
    const { proof } = (await call("POST", `/api/challenges/${challengeId}/attempts`, { code })).body;
    await call("POST", `/api/challenges/${challengeId}/attempts`, { code });
    await call("POST", "/api/accounts", { proof, password: "password" });
    const made = await call("POST", "/api/accounts", {
      proof,
      password: secrets["the password"],
      name: "Ada",
    });
    await call("POST", "/api/accounts", { proof });
    await call("POST", "/api/accounts", { proof: "x".repeat(9000) });
    Object.assign(secrets, { proof, session: made.headers.get("set-cookie")?.split(/[=;]/)[1] });

    expect(made.status).toBe(201);
    // Otherwise nothing was looked at.
    const told = new Set(refusals().map(({ problem, limit }) => limit ?? problem));
    expect([...told].sort()).toEqual([
      ...["address-cooldown", "address-unsupported", "captcha-failed", "challenge-gone", "cross-origin"],
      ...["payload-too-large", "prefix-hour", "proof-gone"],
    ]);
    for (const [name, secret] of Object.entries(secrets)) expect(secret, name).toBeTruthy();
    expect(findInClear(app.logged, secrets)).toEqual([]);
  });
});
