// What the holder of a session does with the account: name, password, addresses, sessions, its end.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as contract from "../contract";
import { type Application, start, startApplication } from "../testing/application";
import { cheapPasswords } from "../testing/passwords";
import { member, type Visitor, visitor } from "../testing/visitor";

const password = "violet tram canal";
const better = "another violet tram";
const { substitutes } = cheapPasswords();

let app: Application;
beforeAll(async () => {
  app = await startApplication({}, substitutes);
});
afterAll(() => app.close());

let people = 0;
let ada: string;
let number: string;
beforeEach(() => {
  ada = `ada-${++people}@example.com`;
  // Each in a block of its own.
  number = `+491512${String(people).padStart(3, "0")}3456`;
});

/** As long as an address has to wait for its next code. */
const later = (seconds = 60) => app.clock.advance(seconds);
const stale = () => later(15 * 60);
const account = async (person: Visitor) => (await person.call("GET", "/api/session")).body.account;

/** Another browser in which the person signs in. */
async function elsewhere(address = ada, headers: Record<string, string> = {}): Promise<Visitor> {
  later();
  const browser = visitor(app, { headers });
  const { status } = await browser.call("POST", "/api/session", {
    proof: await app.prove(address, "sign-in"),
  });
  expect(status).toBe(201);
  return browser;
}

describe("whoever has no session", () => {
  it.each([
    ["PATCH", "/api/account", { name: "Eve" }],
    ["PUT", "/api/account/password", { password, currentPassword: password }],
    ["GET", "/api/account/sessions", undefined],
    ["DELETE", "/api/account/sessions", {}],
    ["DELETE", "/api/account/sessions/x", {}],
  ])("is refused at %s %s", async (method, path, body) => {
    for (const cookies of ["", "session=made-up", `session=${"A".repeat(28)}`]) {
      const { status, body: answer } = await visitor(app, {}, cookies).call(method, path, body);
      expect([status, answer.code]).toEqual([401, "unauthenticated"]);
    }
  });

  it.each([
    ["PUT", "/api/account/addresses", "change-address"],
    ["DELETE", "/api/account", "delete-account"],
  ] as const)("is refused at %s %s also with a proof, and keeps it", async (method, path, purpose) => {
    const person = await member(app, { address: ada });
    later();
    const proof = await app.prove(ada, purpose);
    expect((await app.call(method, path, { proof })).body.code).toBe("unauthenticated");
    expect((await person.call(method, path, { proof })).status).toBeLessThan(300);
  });
});

describe("a name", () => {
  it("is changed, and taken away", async () => {
    const person = await member(app, { address: ada });
    for (const [name, kept] of [
      ["  Ada Lovelace ", "Ada Lovelace"],
      [null, null],
      ["", null],
    ]) {
      const { status, body } = await person.call("PATCH", "/api/account", { name });
      expect([status, body.account.name]).toEqual([200, kept]);
      expect((await account(person)).name).toBe(kept);
    }
    for (const name of [undefined, 7, "Ada\r\nX: y", "x".repeat(81)])
      expect((await person.call("PATCH", "/api/account", { name })).body.code).toBe("invalid-request");
  });
});

describe("a new password", () => {
  it("takes the place of the current one, in a new session, and ends all others", async () => {
    const person = await member(app, { address: ada, password });
    const other = await elsewhere();
    const before = person.cookies();
    stale();
    const request = { password: better, currentPassword: password };
    const { status, body } = await person.call("PUT", "/api/account/password", request);
    expect([status, body.account.hasPassword]).toEqual([200, true]);
    expect((await account(person)).email).toBe(ada);
    expect([await account(other), await account(visitor(app, {}, before))]).toEqual([undefined, undefined]);
    const enter = (typed: string) => app.call("POST", "/api/session", { address: ada, password: typed });
    expect([(await enter(password)).status, (await enter(better)).status]).toEqual([401, 201]);
  });

  it("is refused without the current one, or with another, and changes nothing", async () => {
    const person = await member(app, { address: ada, password });
    const put = (more: object) => person.call("PUT", "/api/account/password", { password: better, ...more });
    expect((await put({})).body).toMatchObject({
      code: "invalid-request",
      errors: [{ pointer: "/currentPassword", detail: "required" }],
    });
    const wrong = await put({ currentPassword: "wrong" });
    expect([wrong.status, wrong.body.code]).toEqual([422, "password-incorrect"]);
    expect((await put({ currentPassword: password })).status).toBe(200);
  });

  it("is the first one of an account only within fifteen minutes of a sign-in", async () => {
    const person = await member(app, { address: ada });
    stale();
    const first = () => person.call("PUT", "/api/account/password", { password });
    const { status, body } = await first();
    expect([status, body.code]).toEqual([403, "session-stale"]);
    await person.call("POST", "/api/session", { proof: await app.prove(ada, "sign-in") });
    later(15 * 60 - 1);
    expect((await first()).status).toBe(200);
  });

  it("that is the first one makes the session no fresher, and a current one does", async () => {
    const person = await member(app, { address: ada });
    const proofAfter = async (seconds: number) => {
      later(seconds);
      const proof = await app.prove(number, "change-address");
      return (await person.call("PUT", "/api/account/addresses", { proof })).body.code ?? "ok";
    };
    later(14 * 60);
    await person.call("PUT", "/api/account/password", { password });
    expect(await proofAfter(60)).toBe("session-stale");
    await person.call("PUT", "/api/account/password", { password: better, currentPassword: password });
    expect(await proofAfter(14 * 60)).toBe("ok");
  });

  it.each([
    ["short", "at least 8 characters"],
    ["password1", "guessed first"],
    ["Firstgate2026!", "your address, your name or ours"],
    ["adalovelace", "your address, your name or ours"],
    ["Lovelace-1815", "your address, your name or ours"],
    ["{ada}", "your address, your name or ours"],
    ["{ADA}", "your address, your name or ours"],
    ["{local}!!", "your address, your name or ours"],
    ["{number}", "your address, your name or ours"],
    ["0{national}", "your address, your name or ours"],
  ])("may not be %s", async (template, why) => {
    const person = await member(app, { address: ada });
    later();
    const proof = await app.prove(number, "change-address");
    await person.call("PUT", "/api/account/addresses", { proof });
    await person.call("PATCH", "/api/account", { name: "Ada Lovelace" });
    const typed = template
      .replace("{ada}", ada)
      .replace("{ADA}", ada.toUpperCase())
      .replace("{local}", ada.slice(0, ada.indexOf("@")))
      .replace("{number}", number)
      .replace("{national}", number.slice(3));
    const { status, body } = await person.call("PUT", "/api/account/password", { password: typed });
    expect([status, body.code]).toEqual([422, "weak-password"]);
    expect(body.errors).toEqual([{ pointer: "/password", detail: expect.stringContaining(why) }]);
    expect((await account(person)).hasPassword).toBe(false);
  });

  it.each(["Ada likes trams", "firstgate and more", "ada-93847562910", "1815-12-10-1852"])(
    "may be %s",
    async (typed) => {
      const person = await member(app, { address: ada });
      await person.call("PATCH", "/api/account", { name: "Ada Lovelace" });
      expect((await person.call("PUT", "/api/account/password", { password: typed })).status).toBe(200);
    },
  );
});

describe("a forgotten password", () => {
  it("is set by a proof, once, which ends every session and begins one", async () => {
    const person = await member(app, { address: ada, password });
    later();
    const proof = await app.prove(ada, "reset-password");
    const browser = visitor(app);
    const reset = await browser.call("PUT", "/api/account/password", { proof, password: better });
    expect([reset.status, reset.body.account.email]).toEqual([200, ada]);
    expect([await account(person), (await account(browser)).email]).toEqual([undefined, ada]);
    const again = await app.call("PUT", "/api/account/password", { proof, password: "yet another tram" });
    expect(again.body.code).toBe("proof-gone");
    expect((await app.call("POST", "/api/session", { address: ada, password: better })).status).toBe(201);
  });

  it("ends the session of another account that was open in the browser", async () => {
    await member(app, { address: ada });
    const browser = await member(app, { address: `eve-${ada}` });
    const eves = browser.cookies();
    later();
    const proof = await app.prove(ada, "reset-password");
    await browser.call("PUT", "/api/account/password", { proof, password: better });
    expect([(await account(browser)).email, await account(visitor(app, {}, eves))]).toEqual([ada, undefined]);
  });

  it("costs no proof where the new one is weak, or the address has no account", async () => {
    const proof = await app.prove(ada, "reset-password");
    const reset = (typed: string) => app.call("PUT", "/api/account/password", { proof, password: typed });
    const nobody = await reset(better);
    expect([nobody.status, nobody.body.code]).toEqual([401, "unauthenticated"]);
    later();
    await member(app, { address: ada });
    expect((await reset(ada)).body.code).toBe("weak-password");
    expect((await reset(better)).status).toBe(200);
  });

  it.each(["sign-in", "sign-up", "change-address"] as const)(
    "is not set by a proof of %s",
    async (purpose) => {
      await member(app, { address: ada });
      later();
      const proof = await app.prove(ada, purpose);
      const { body } = await app.call("PUT", "/api/account/password", { proof, password });
      expect(body.code).toBe("proof-gone");
    },
  );

  it("is reset by a proof or changed by the current one, not by both", async () => {
    const both = { proof: "x", password, currentPassword: password };
    const { body } = await app.call("PUT", "/api/account/password", both);
    expect(body).toMatchObject({ code: "invalid-request", errors: [{ pointer: "/currentPassword" }] });
  });
});

describe("an address", () => {
  const put = (person: Visitor, proof: string) => person.call("PUT", "/api/account/addresses", { proof });

  it("is added, and replaced, and the one before it is free again", async () => {
    const person = await member(app, { address: ada });
    const added = await put(person, await app.prove(number, "change-address"));
    expect(added.body.account).toMatchObject({ email: ada, phone: number });
    const next = `next-${ada}`;
    expect((await put(person, await app.prove(next, "change-address"))).body.account.email).toBe(next);
    expect(await account(person)).toMatchObject({ email: next, phone: number });
    later();
    expect((await app.call("POST", "/api/accounts", { proof: await app.prove(ada) })).status).toBe(201);
  });

  it("of another account stays there, and costs no proof", async () => {
    const person = await member(app, { address: ada });
    const eve = await member(app, { address: number });
    later();
    const proof = await app.prove(number, "change-address");
    const { status, body } = await put(person, proof);
    expect([status, body.code]).toEqual([409, "account-exists"]);
    const goodbye = await app.prove(`other-${ada}`, "change-address");
    await put(eve, goodbye);
    expect((await account(eve)).phone).toBe(number);
    later();
    await eve.call("DELETE", "/api/account", { proof: await app.prove(number, "delete-account") });
    expect((await put(person, proof)).body.account.phone).toBe(number);
  });

  it("waits for a new sign-in fifteen minutes after the last one, with the same proof", async () => {
    const person = await member(app, { address: ada });
    stale();
    const proof = await app.prove(number, "change-address");
    expect((await put(person, proof)).body.code).toBe("session-stale");
    await person.call("POST", "/api/session", { proof: await app.prove(ada, "sign-in") });
    expect((await put(person, proof)).status).toBe(200);
  });

  it.each(["sign-up", "sign-in", "reset-password", "delete-account"] as const)(
    "is not changed by a proof of %s",
    async (purpose) => {
      const person = await member(app, { address: ada });
      expect((await put(person, await app.prove(number, purpose))).body.code).toBe("proof-gone");
    },
  );
});

describe("the end of an account", () => {
  const remove = (person: Visitor, proof: string) => person.call("DELETE", "/api/account", { proof });

  it("takes its sessions and frees its address", async () => {
    const person = await member(app, { address: ada, password });
    const other = await elsewhere();
    later();
    const proof = await app.prove(ada, "delete-account");
    const { status, headers } = await remove(person, proof);
    expect([status, headers.getSetCookie()]).toEqual([204, [expect.stringMatching(/^session=;.*Max-Age=0/)]]);
    expect([await account(person), await account(other)]).toEqual([undefined, undefined]);
    expect((await app.call("POST", "/api/session", { address: ada, password })).status).toBe(401);
    later();
    const { body } = await app.call("POST", "/api/accounts", { proof: await app.prove(ada) });
    expect(body.account.hasPassword).toBe(false);
  });

  it("takes a proof of one of its own addresses, and of this purpose", async () => {
    const person = await member(app, { address: ada });
    await member(app, { address: number });
    later();
    for (const [address, purpose] of [
      [number, "delete-account"],
      [`nobody-${ada}`, "delete-account"],
      [ada, "sign-in"],
    ] as const)
      expect((await remove(person, await app.prove(address, purpose))).body.code).toBe("proof-gone");
    expect((await account(person)).email).toBe(ada);
  });
});

describe("sessions", () => {
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const list = async (person: Visitor) =>
    contract.sessionsResponse.parse((await person.call("GET", "/api/account/sessions")).body).sessions;

  it("are listed newest first, each with what it was begun in", async () => {
    const begun = app.clock.now();
    const person = await member(
      app,
      { address: ada },
      { headers: { "user-agent": firefox }, peer: "8.8.8.8" },
    );
    await elsewhere();
    const sessions = await list(person);
    const at = (seconds: number) => new Date(begun + seconds * 1000).toISOString();
    const nothing = { browser: null, system: null, country: null };
    const home = { browser: "Firefox", system: "Linux", country: "US" };
    expect(sessions).toEqual([
      { id: expect.any(String), current: false, ...nothing, createdAt: at(60), lastSeenAt: at(60) },
      { id: expect.any(String), current: true, ...home, createdAt: at(0), lastSeenAt: at(0) },
    ]);
    expect(begun).toBeGreaterThanOrEqual(start);
  });

  it("are named by what opens nothing", async () => {
    const person = await member(app, { address: ada });
    const [{ id = "" } = {}] = await list(person);
    expect(person.cookies()).not.toContain(id);
    expect(await account(visitor(app, {}, `session=${id}`))).toBeUndefined();
  });

  it("end one by one, and ending one that has ended is no failure", async () => {
    const person = await member(app, { address: ada });
    const other = await elsewhere();
    const [{ id = "" } = {}] = await list(person);
    for (const _ of [1, 2]) {
      const { status, headers } = await person.call("DELETE", `/api/account/sessions/${id}`, {});
      expect([status, headers.getSetCookie()]).toEqual([204, []]);
    }
    expect([await account(other), (await account(person)).email]).toEqual([undefined, ada]);
    const own = (await list(person))[0]?.id;
    const { headers } = await person.call("DELETE", `/api/account/sessions/${own}`, {});
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^session=;.*Max-Age=0/)]);
    expect(await account(person)).toBeUndefined();
  });

  it("of somebody else do not end, whatever id is named", async () => {
    const person = await member(app, { address: ada });
    const eve = await member(app, { address: `eve-${ada}` });
    const [{ id = "" } = {}] = await list(person);
    for (const named of [id, "", "x", "%00", "a".repeat(5000)])
      expect((await eve.call("DELETE", `/api/account/sessions/${named || "."}`, {})).status).toBe(204);
    expect((await account(person)).email).toBe(ada);
  });

  it("end all at once, or all but this one", async () => {
    const person = await member(app, { address: ada });
    const eve = await member(app, { address: `eve-${ada}` });
    const other = await elsewhere();
    const kept = await person.call("DELETE", "/api/account/sessions", { keepThis: true });
    expect([kept.status, kept.headers.getSetCookie()]).toEqual([204, []]);
    expect([await account(other), (await account(person)).email]).toEqual([undefined, ada]);
    await elsewhere();
    const all = await person.call("DELETE", "/api/account/sessions", {});
    expect(all.headers.getSetCookie()).toHaveLength(1);
    expect([await account(person), (await account(eve)).email]).toEqual([undefined, `eve-${ada}`]);
  });

  it("are seen to the hour, after the answer", async () => {
    const person = await member(app, { address: ada });
    const begun = app.clock.now();
    const seen = async () => Date.parse((await list(person))[0]?.lastSeenAt ?? "") - begun;
    later(3599);
    await account(person);
    await app.settle();
    expect(await seen()).toBe(0);
    later(1);
    await account(person);
    expect(await seen()).toBe(0);
    await app.settle();
    expect(await seen()).toBe(3_600_000);
  });

  it("last thirty days", async () => {
    const person = await member(app, { address: ada });
    later(30 * 86_400 - 1);
    expect(await list(person)).toHaveLength(1);
    later(1);
    expect((await person.call("GET", "/api/account/sessions")).body.code).toBe("unauthenticated");
  });
});
