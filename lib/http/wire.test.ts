// The wire, call by call, against the whole application.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { z } from "zod";
import * as contract from "../contract";
import { type Application, type Reply, startApplication } from "../testing/application";
import { member } from "../testing/visitor";

let app: Application;
beforeEach(async () => {
  app = await startApplication();
});
afterEach(() => app.close());

const ask = (address = "ada@example.com", channel = "email") => ({
  channel,
  address,
  purpose: "sign-up",
  captchaToken: "off",
});

describe("a send", () => {
  it("answers 202 with the challenge before anything is delivered", async () => {
    const { status, body, headers } = await app.call("POST", "/api/challenges", ask());
    expect(status).toBe(202);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      challengeId: expect.stringMatching(/^[\w-]{28}$/),
      channel: "email",
      sentTo: "a•••@example.com",
      codeLength: 6,
      expiresIn: 300,
      resendIn: 60,
      sendsLeft: 4,
      delivery: "queued",
    });
  });

  it("delivers a six-digit code to the address, in words", async () => {
    await app.send("ada@example.com");
    const [message] = app.services.outbox?.messages() ?? [];
    expect(message?.to).toBe("ada@example.com");
    expect(message?.code).toMatch(/^\d{6}$/);
    expect(message?.text).toContain(message?.code);
    expect(message?.html).toContain(message?.code);
  });

  it("sends SMS texts that fit one GSM-7 segment", async () => {
    await app.send("+4915123456789");
    const [message] = app.services.outbox?.messages() ?? [];
    expect(message?.text).toMatch(/^[\x20-\x7e]{20,160}$/);
  });

  it("treats every spelling of an address as one", async () => {
    await app.send("+49 (0) 1512 / 345-6789".replace("(0) ", ""));
    const again = await app.call("POST", "/api/challenges", ask("0049 1512 3456789", "sms"));
    expect(again.body.code).toBe("cooldown-active");
  });

  it("is refused during the cooldown, with the wait in body and headers, rounded up for a stranger", async () => {
    await app.send();
    app.clock.advance(18);
    const { status, body, headers } = await app.call("POST", "/api/challenges", ask("ADA@Example.com "));
    expect(status).toBe(429);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({
      code: "cooldown-active",
      status: 429,
      retryAfter: 60,
      limit: "address-cooldown",
    });
    expect(headers.get("retry-after")).toBe("60");
    expect(headers.get("ratelimit")).toBe('"address-cooldown";r=0;t=60');
  });

  it("is possible again the second the cooldown ends", async () => {
    await app.send();
    app.clock.advance(60);
    await expect(app.send()).resolves.toMatchObject({ sendsLeft: 3 });
  });

  it("is refused for a country or a number of no country that no route serves", async () => {
    const narrow = await startApplication({ SMS_ROUTES: "DE=outbox" });
    const french = await narrow.call("POST", "/api/challenges", ask("+33612345678", "sms"));
    expect([french.status, french.body.code]).toEqual([422, "address-unsupported"]);
    const nowhere = await app.call("POST", "/api/challenges", ask("+9991234567", "sms"));
    expect([nowhere.status, nowhere.body.code]).toEqual([422, "address-unsupported"]);
    await narrow.close();
  });
});

describe("a challenge", () => {
  it("can be read with its countdown and what is left", async () => {
    const { challengeId } = await app.send();
    app.clock.advance(20);
    const { status, body } = await app.call("GET", `/api/challenges/${challengeId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      delivery: "sent",
      resendIn: 40,
      expiresIn: 280,
      attemptsLeft: 3,
      sendsLeft: 4,
    });
  });

  it("is gone for an id that never was, and after its lifetime", async () => {
    const { challengeId } = await app.send();
    for (const id of ["nonsense", `${challengeId.slice(0, -1)}_`, "..%2f..", "%00"]) {
      expect((await app.call("GET", `/api/challenges/${id}`)).body.code).toBe("challenge-gone");
    }
    app.clock.advance(300);
    expect((await app.call("GET", `/api/challenges/${challengeId}`)).status).toBe(410);
    const late = await app.call("POST", `/api/challenges/${challengeId}/attempts`, {
      code: app.codeFor("ada@example.com"),
    });
    expect(late.body.code).toBe("challenge-gone");
  });

  it("earns a proof for the right code, once", async () => {
    const { challengeId } = await app.send();
    const path = `/api/challenges/${challengeId}/attempts`;
    const code = app.codeFor("ada@example.com");
    const right = await app.call("POST", path, { code });
    expect(right.status).toBe(201);
    expect(right.body).toEqual({ proof: expect.any(String), expiresIn: 600 });
    expect((await app.call("POST", path, { code })).body.code).toBe("challenge-gone");
  });

  it("counts wrong codes down and is destroyed at the third", async () => {
    const { challengeId } = await app.send();
    const path = `/api/challenges/${challengeId}/attempts`;
    const right = app.codeFor("ada@example.com");
    const wrong = right === "000000" ? "000001" : "000000";
    for (const attemptsLeft of [2, 1, 0]) {
      const { status, body } = await app.call("POST", path, { code: wrong });
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: "code-incorrect", attemptsLeft });
    }
    expect((await app.call("POST", path, { code: right })).body.code).toBe("challenge-gone");
  });

  it("does not take the code of another challenge", async () => {
    const one = await app.send("one@example.com");
    await app.send("two@example.com");
    const code = app.codeFor("two@example.com");
    if (code === app.codeFor("one@example.com")) return;
    const { body } = await app.call("POST", `/api/challenges/${one.challengeId}/attempts`, { code });
    expect(body.code).toBe("code-incorrect");
  });
});

describe("a repeated send", () => {
  it("waits for the cooldown, then sends a new code within the same challenge", async () => {
    const { challengeId } = await app.send();
    const path = `/api/challenges/${challengeId}/sends`;
    app.clock.advance(18);
    const early = await app.call("POST", path, {});
    // To the second: it is the caller's own send.
    expect(early.body).toMatchObject({ code: "cooldown-active", retryAfter: 42 });
    // What was refused is taken back after the answer.
    await vi.waitFor(async () => {
      expect((await app.call("GET", `/api/challenges/${challengeId}`)).body.sendsLeft).toBe(4);
    });
    app.clock.advance(42);
    const { status, body } = await app.call("POST", path, {});
    expect(status).toBe(202);
    expect(body).toMatchObject({
      challengeId,
      resendIn: 60,
      sendsLeft: 3,
      delivery: "queued",
      expiresIn: 300,
    });
  });

  it("keeps the last two codes valid, and no third", async () => {
    const { challengeId } = await app.send();
    const codes = [app.codeFor("ada@example.com")];
    for (const _ of [1, 2]) {
      app.clock.advance(61);
      await app.call("POST", `/api/challenges/${challengeId}/sends`, {});
      await app.settle();
      codes.push(app.codeFor("ada@example.com"));
    }
    const [first, second] = codes;
    const path = `/api/challenges/${challengeId}/attempts`;
    if (new Set(codes).size < 3) return;
    expect((await app.call("POST", path, { code: first })).body.code).toBe("code-incorrect");
    expect((await app.call("POST", path, { code: second })).status).toBe(201);
  });

  it("that is refused leaves the codes before it as they were", async () => {
    const { challengeId } = await app.send();
    const first = app.codeFor("ada@example.com");
    app.clock.advance(61);
    await app.call("POST", `/api/challenges/${challengeId}/sends`, {});
    await app.settle();
    for (const _ of [1, 2, 3]) await app.call("POST", `/api/challenges/${challengeId}/sends`, {});
    const { status } = await app.call("POST", `/api/challenges/${challengeId}/attempts`, { code: first });
    expect(status).toBe(201);
  });
});

describe("wrong attempts on one address", () => {
  it("close it to new challenges for the day, but not a code that is on its way", async () => {
    app = await startApplication({ LIMITS: "address-hour=100/3600,address-day=100/86400" });
    const wrongOf = (code: string) => (code === "000000" ? "000001" : "000000");
    for (const _ of [1, 2, 3]) {
      const { challengeId } = await app.send();
      const code = wrongOf(app.codeFor("ada@example.com"));
      for (const _attempt of [1, 2, 3])
        await app.call("POST", `/api/challenges/${challengeId}/attempts`, { code });
      app.clock.advance(60);
    }
    const { challengeId } = await app.send();
    const path = `/api/challenges/${challengeId}/attempts`;
    await app.call("POST", path, { code: wrongOf(app.codeFor("ada@example.com")) });
    app.clock.advance(60);
    const refused = await app.call("POST", "/api/challenges", ask());
    expect(refused.body).toMatchObject({ code: "rate-limited", limit: "address-failures-day" });
    expect((await app.call("POST", path, { code: app.codeFor("ada@example.com") })).status).toBe(201);
  });
});

describe("an account", () => {
  it("comes from a proof, with the session cookie, and is signed in", async () => {
    const proof = await app.prove();
    const made = await app.call("POST", "/api/accounts", {
      proof,
      name: "Ada",
      password: "correct horse battery",
    });
    expect(made.status).toBe(201);
    expect(made.body.account).toMatchObject({
      name: "Ada",
      email: "ada@example.com",
      phone: null,
      hasPassword: true,
    });
    const [cookie = ""] = made.headers.getSetCookie();
    expect(cookie).toMatch(/^session=[\w-]{28}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    expect((await app.call("GET", "/api/session", undefined, { headers })).body).toEqual(made.body);

    const ended = await app.call("DELETE", "/api/session", undefined, { headers });
    expect([ended.status, ended.headers.get("set-cookie")]).toEqual([
      204,
      expect.stringContaining("Max-Age=0"),
    ]);
    expect((await app.call("GET", "/api/session", undefined, { headers })).status).toBe(401);
  });

  it("pins its cookie to the host over https", async () => {
    const secure = await startApplication({ APP_URL: "https://example.com" });
    const proof = await secure.prove("+4915123456789");
    const made = await secure.call(
      "POST",
      "/api/accounts",
      { proof },
      { headers: { origin: "https://example.com" } },
    );
    const [session, known] = made.headers.getSetCookie();
    expect(session).toMatch(/^__Host-session=.*; Path=\/.*; HttpOnly; SameSite=Lax; Secure$/);
    expect(known).toMatch(/^__Host-known=.*; Path=\/.*; HttpOnly; SameSite=Strict; Secure$/);
    expect(made.body.account).toMatchObject({ phone: "+4915123456789", email: null, hasPassword: false });
    const [message] = secure.services.outbox?.messages() ?? [];
    expect(message?.text.split("\n").at(-1)).toBe(`@example.com #${message?.code}`);
    await secure.close();
  });

  it("is refused for a weak password without burning the proof", async () => {
    const proof = await app.prove();
    for (const password of ["short", "password1", "x".repeat(129)]) {
      const weak = await app.call("POST", "/api/accounts", { proof, password });
      expect([weak.status, weak.body.code]).toEqual([422, "weak-password"]);
      expect(weak.body.errors).toEqual([{ pointer: "/password", detail: expect.any(String) }]);
    }
    expect((await app.call("POST", "/api/accounts", { proof })).status).toBe(201);
  });

  it("is refused for a proof that was used, has ended or never was", async () => {
    const proof = await app.prove();
    await app.call("POST", "/api/accounts", { proof });
    const [used, never] = [
      await app.call("POST", "/api/accounts", { proof }),
      await app.call("POST", "/api/accounts", { proof: "nonsense" }),
    ];
    expect([used.body.code, never.body.code]).toEqual(["proof-gone", "proof-gone"]);
    app.clock.advance(3600);
    const late = await app.prove("late@example.com");
    app.clock.advance(600);
    expect((await app.call("POST", "/api/accounts", { proof: late })).body.code).toBe("proof-gone");
  });

  it("exists once per address", async () => {
    await app.call("POST", "/api/accounts", { proof: await app.prove() });
    app.clock.advance(60);
    const second = await app.call("POST", "/api/accounts", { proof: await app.prove() });
    expect([second.status, second.body.code]).toEqual([409, "account-exists"]);
  });

  it("is not made from a proof of another purpose", async () => {
    const proof = await app.prove("ada@example.com", "reset-password");
    expect((await app.call("POST", "/api/accounts", { proof })).body.code).toBe("proof-gone");
  });
});

describe("the edge", () => {
  it("refuses requests from another site and takes those from none", async () => {
    const origins: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of origins) {
      const { status, body } = await app.call("POST", "/api/challenges", ask(), { headers });
      expect([status, body.code]).toEqual([403, "cross-origin"]);
    }
    const own = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };
    expect((await app.call("POST", "/api/challenges", ask(), { headers: own })).status).toBe(202);
  });

  it("refuses bodies over eight kilobytes, with and without a declared length", async () => {
    const large = JSON.stringify({ ...ask(), captchaToken: "x".repeat(9000) });
    const streamed = await app.call("POST", "/api/challenges", undefined, { raw: large });
    const lying = await app.call("POST", "/api/challenges", ask(), { headers: { "content-length": "9000" } });
    for (const { status, body } of [streamed, lying])
      expect([status, body.code]).toEqual([413, "payload-too-large"]);
  });

  it("takes a body that breaks off for a bad request, not for a fault of ours", async () => {
    const raw = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    const { status, body } = await app.call("POST", "/api/challenges", undefined, { raw });
    expect([status, body.code]).toEqual([400, "invalid-request"]);
    expect(app.logged).toEqual([]);
  });

  it("tells twenty faults at most, so that no answer outgrows its request", async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 1]));
    expect((await app.call("POST", "/api/challenges", many)).body.errors.length).toBeLessThanOrEqual(40);
  });

  it("names every fault by its pointer", async () => {
    const { status, body } = await app.call("POST", "/api/challenges", { channel: "fax", extra: 1 });
    expect(status).toBe(400);
    expect(body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual([
      ...["/address", "/channel", "/extra", "/purpose"],
    ]);
  });

  it("says what is open: channels, captcha, countries, locales", async () => {
    const { body } = await app.call("GET", "/api/config");
    expect(body).toMatchObject({
      channels: ["email", "sms"],
      captcha: { kind: "off" },
      codeLength: 6,
      locales: expect.arrayContaining(["en", "zh-Hant", "ar"]),
    });
    expect(body.countries).toContain("DE");
    const narrow = await startApplication({ SMS_ROUTES: "off", EMAIL_ROUTES: "*=outbox" });
    expect((await narrow.call("GET", "/api/config")).body).toMatchObject({
      channels: ["email"],
      countries: [],
    });
    await narrow.close();
  });

  it("reports its health", async () => {
    const { status, body } = await app.call("GET", "/api/health");
    expect([status, body]).toEqual([200, { status: "up", parts: { store: "up", database: "up" } }]);
  });

  it("fails closed when the store is down: unavailable, named, and nothing is sent", async () => {
    let down = false;
    const broken = await startApplication(
      {},
      {
        requester: (real) => ({
          request: (request) => (down ? Promise.reject(new Error("refused")) : real.request(request)),
        }),
      },
    );
    const { challengeId } = await broken.send();
    down = true;
    const health = await broken.call("GET", "/api/health");
    expect([health.status, health.body.code, health.body.down]).toEqual([503, "unavailable", ["store"]]);
    const send = await broken.call("POST", "/api/challenges", ask("other@example.com"));
    const attempt = await broken.call("POST", `/api/challenges/${challengeId}/attempts`, { code: "000000" });
    expect([send.status, attempt.status]).toEqual([503, 503]);
    expect(send.body).toMatchObject({ code: "unavailable", retryAfter: 1 });
    expect(broken.services.outbox?.messages()).toHaveLength(1);
    expect(broken.logged.join()).toContain("outage");
    expect(broken.logged.join()).not.toMatch(/ada@example|other@example/);
    expect(broken.logged.join()).not.toContain(challengeId);
    down = false;
    expect((await broken.call("POST", "/api/challenges", ask("other@example.com"))).status).toBe(202);
    await broken.close();
  });

  it("answers a problem for what does not exist", async () => {
    expect((await app.call("GET", "/api/nothing")).body.code).toBe("not-found");
  });

  it("logs no code, token or address over a whole journey", async () => {
    const proof = await app.prove();
    const code = app.codeFor("ada@example.com");
    await app.call("POST", "/api/accounts", { proof, password: "correct horse battery" });
    const log = app.logged.join("\n");
    expect(log).toContain("message accepted");
    for (const secret of [proof, code, "ada@example.com", "correct horse battery"])
      expect(log).not.toContain(secret);
  });
});

describe("a request without a client's address", () => {
  it("is refused where it would be limited, and served where it would not", async () => {
    const anonymous = { peer: "" };
    expect((await app.call("POST", "/api/challenges", ask(), anonymous)).body.code).toBe("unavailable");
    expect((await app.call("GET", "/api/health", undefined, anonymous)).status).toBe(200);
  });
});

describe("every answer", () => {
  it("has exactly the members that the contract states", async () => {
    const said = async <Schema extends z.ZodObject>(schema: Schema, reply: Promise<Reply>) => {
      const { body } = await reply;
      expect(schema.strict().parse(body)).toEqual(body);
      return body as z.infer<Schema>;
    };
    const code = () => app.codeFor("ada@example.com");
    await said(contract.configResponse, app.call("GET", "/api/config"));
    await said(contract.healthResponse, app.call("GET", "/api/health"));
    const { challengeId } = await said(
      contract.challengeResponse,
      app.call("POST", "/api/challenges", ask()),
    );
    await app.settle();
    await said(contract.outboxResponse, app.call("GET", "/api/outbox"));
    const path = `/api/challenges/${challengeId}`;
    await said(contract.challengeStatus, app.call("GET", path));
    await said(contract.problemResponse, app.call("POST", `${path}/sends`, {}));
    const { proof } = await said(
      contract.attemptResponse,
      app.call("POST", `${path}/attempts`, { code: code() }),
    );
    await said(contract.accountResponse, app.call("POST", "/api/accounts", { proof }));
    await said(contract.problemResponse, app.call("GET", "/api/session"));
    await said(contract.problemResponse, app.call("POST", "/api/challenges", { channel: "fax" }));
    const person = await member(app, { address: "eve@example.com" });
    const { sessions } = await said(contract.sessionsResponse, person.call("GET", "/api/account/sessions"));
    expect(contract.session.strict().parse(sessions[0])).toEqual(sessions[0]);
    await said(contract.accountResponse, person.call("PATCH", "/api/account", { name: "Eve" }));
    const request = { address: "eve@example.com", password: "violet tram" };
    await said(contract.problemResponse, app.call("POST", "/api/session", request));
  });
});
