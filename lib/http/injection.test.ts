// Nothing that a caller writes becomes a line, a header or a member of its own: in mail, in text messages, in
// answers, in the log, in an object of ours.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseAddress } from "../address";
import { type Channel, channels } from "../contract";
import { problems } from "../problem";
import { type Application, startApplication } from "../testing/application";
import { limitTable } from "../verification/policy";
import { sessionCookie } from "./session-cookie";

let app: Application;
beforeEach(async () => {
  app = await startApplication({
    LIMITS:
      "ip-requests-minute=100000/60,ip-sends-day=100000/86400,prefix-hour=100000/3600,country-hour=100000/3600",
  });
});
afterEach(() => app.close());

/** Line breaks of every kind, and what ends or begins something in a header, a mail or a line of JSON. */
const breaking = fc.constantFrom(
  ...[
    "\r\n",
    "\n",
    "\r",
    "\u0000",
    "\u0085",
    "\u2028",
    "\u2029",
    "\v",
    "\f",
    "\u001b[2J",
    "\u202e",
    "\ufeff",
  ],
  ...["%0d%0a", "\\r\\n", "=?utf-8?q?=0D=0A?=", ",", ";", "<", ">", ":", '"', " ", "\t", "\u00a0", "\u3000"],
);
const injected = fc.constantFrom(
  "Bcc: eve@example.com",
  "Set-Cookie: a=b",
  '{"event":"sent"}',
  "x",
  "eve@example.com",
);
const hostile = (plain: string) =>
  fc
    .tuple(fc.nat(plain.length), breaking, injected, fc.option(breaking, { nil: "" }))
    .map(([at, first, text, last]) => plain.slice(0, at) + first + text + last + plain.slice(at));
const address = fc.oneof(
  hostile("ada@example.com"),
  hostile("+4915123456789"),
  fc.string({ unit: "binary" }),
);

/** What is taken all the same: cut off outside, or legal in a mailbox. */
const margin = fc.constantFrom("", " ", "\r\n", "\n", "\u2028", "\ufeff");
const strange = fc
  .tuple(
    margin,
    fc.constantFrom("ada@example.com", "%0d%0abcc@example.com", "o'neil+{x}=1@example.com", "+4915123456789"),
    margin,
  )
  .map((parts) => parts.join(""));

const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]*$/u;

describe("an address", () => {
  it("that is taken has no character that could end a line, a header or a list", () => {
    fc.assert(
      fc.property(fc.constantFrom<Channel>(...channels), address, (channel, text) => {
        let value = "";
        try {
          value = parseAddress(channel, text).value;
        } catch {
          return;
        }
        expect(value).toMatch(channel === "sms" ? /^\+\d{7,15}$/ : /^[^\s@,;:<>"()[\]\\]+@[a-z0-9.-]+$/);
        expect(value).toMatch(oneLine);
      }),
      { numRuns: 5000 },
    );
  });

  it("gives a message to itself alone, with our own words and one line for a subject", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(strange, address), address, async (text, language) => {
        const channel = text.includes("@") ? "email" : "sms";
        // A day on, no limit is left.
        app.clock.advance(86_400);
        const headers = { "accept-language": language.replace(/[^ -~]/g, "?") };
        const body = { channel, address: text, purpose: "sign-up" };
        const { status } = await app.call("POST", "/api/challenges", body, { headers });
        await app.settle();
        if (status !== 202) return;
        const [message] = app.services.outbox?.messages() ?? [];
        expect(message?.to).toBe(parseAddress(channel, text).value);
        expect(message?.subject ?? "").toMatch(oneLine);
        for (const words of [message?.text, message?.html ?? ""])
          expect(words).not.toMatch(/eve@|Bcc:|Set-Cookie/);
      }),
      { numRuns: 300 },
    );
    expect(app.services.outbox?.messages()).not.toEqual([]);
  });
});

describe("the log", () => {
  it("holds nothing of a request but what we have names for", async () => {
    const text = hostile("ada");
    await fc.assert(
      fc.asyncProperty(address, text, text, async (to, token, id) => {
        const header = token.replace(/[^ -~]/g, "?");
        const headers = { "x-forwarded-for": header, "user-agent": header, cookie: `session=${header}` };
        const channel = to.includes("@") ? "email" : "sms";
        const start = { channel, address: to, purpose: "sign-up", captchaToken: token };
        const path = `/api/challenges/${encodeURIComponent(id.toWellFormed()).replaceAll(".", "%2E")}`;
        await app.call("POST", "/api/challenges", start, { headers });
        await app.call("GET", path, undefined, { headers });
        await app.call("POST", `${path}/attempts`, { code: "000000" }, { headers });
        await app.call("POST", "/api/challenges", start, { headers: { ...headers, origin: header } });
        await app.call("POST", "/api/accounts", { proof: token, name: id }, { headers });
        await app.settle();
        app.clock.advance(10);
      }),
      { numRuns: 200 },
    );
    expect(app.logged.length).toBeGreaterThan(100);
    for (const line of app.logged) {
      const { event, problem, limit, channel, country, address, client, provider, text, ...more } =
        JSON.parse(line);
      expect(["sent", "refused"]).toContain(event);
      if (problem !== undefined) expect(Object.keys(problems)).toContain(problem);
      if (limit !== undefined) expect(Object.keys(limitTable)).toContain(limit);
      if (channel !== undefined) expect(channels).toContain(channel);
      if (country !== undefined) expect(country).toMatch(/^[A-Z]{2}$/);
      for (const digest of [address, client]) if (digest !== undefined) expect(digest).toMatch(/^[\w-]{22}$/);
      expect([undefined, "outbox"]).toContain(provider);
      expect(["refused", "message accepted"]).toContain(text);
      for (const [member, value] of Object.entries(more)) {
        expect(member).toMatch(/^unsaid/);
        expect(value).toEqual(expect.any(Number));
      }
    }
  });
});

describe("a member with the name of a prototype's", () => {
  const names = ["__proto__", "constructor", "prototype", "toString", "\\u005f_proto__"];

  it.each(names)("%s is refused as unknown, and changes no object", async (name) => {
    const known = '"channel":"email","address":"ada@example.com","purpose":"sign-up"';
    for (const value of ['{"admin":true,"captchaToken":"x"}', "1", "null"]) {
      const raw = `{${known},"${name}":${value}}`;
      const { status, body } = await app.call("POST", "/api/challenges", undefined, { raw });
      expect([status, body.code]).toEqual([400, "invalid-request"]);
      expect(body.errors).toEqual([{ pointer: `/${JSON.parse(`"${name}"`)}`, detail: "unknown member" }]);
    }
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it("is no value of a list of choices, and no id", async () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
      const request = { channel: "email", address: "ada@example.com", purpose: "sign-up" };
      for (const member of ["channel", "purpose"])
        expect((await app.call("POST", "/api/challenges", { ...request, [member]: name })).status).toBe(400);
      expect((await app.call("GET", `/api/challenges/${name}`)).body.code).toBe("challenge-gone");
      expect((await app.call("POST", `/api/receipts/${name}/${name}`)).body.code).toBe("not-found");
      const sent = await app.call("POST", "/api/challenges", {
        ...request,
        locale: name.replaceAll("_", ""),
      });
      expect([202, 400, 429]).toContain(sent.status);
    }
  });
});

describe("the session cookie over https", () => {
  const https = { APP_URL: new URL("https://example.com"), production: true, demo: false };

  it("is bound to the host, kept from scripts and from other sites' posts", () => {
    for (const cookie of [sessionCookie.set(https, "token"), sessionCookie.clear(https)])
      expect(cookie).toMatch(
        /^__Host-session=(token)?; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
      );
    // Also where the public origin is not known: nobody serves people over plain http.
    expect(sessionCookie.set({ production: true, demo: false }, "token")).toMatch(/^__Host-.*; Secure$/);
  });

  it("is not read from a name that a neighbour's page or plain http can set", () => {
    for (const header of [
      "session=evil",
      "x__Host-session=evil",
      "__host-session=evil",
      "a=__Host-session=evil",
    ])
      expect(sessionCookie.read(https, header)).toBeUndefined();
    expect(sessionCookie.read(https, "session=evil; __Host-session=token")).toBe("token");
  });
});
