// Guessing at passwords: how often, from where, and that it locks nobody out.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Application, type Reply, startApplication } from "../testing/application";
import { cheapPasswords } from "../testing/passwords";
import { member, type Visitor, visitor } from "../testing/visitor";

const ada = "ada@example.com";
const password = "violet tram canal";
const { work, substitutes } = cheapPasswords();

let app: Application;
beforeEach(async () => {
  app = await startApplication({}, substitutes);
});
afterEach(() => app.close());

let strangers = 0;
/** Never from the same network twice. */
const stranger = () => visitor(app, { peer: `10.${++strangers >> 8}.${strangers & 255}.9` });

const enter = (who: Visitor, typed = "wrong password", address = ada): Promise<Reply> =>
  who.call("POST", "/api/session", { address, password: typed });
const codes = (replies: Reply[]) => replies.map(({ body }) => body.code ?? "ok");

async function strangersGuess(times = 10, address = ada): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (let count = 0; count < times; count += 1)
    replies.push(await enter(stranger(), "wrong password", address));
  return replies;
}

describe("guesses at one address", () => {
  it("from wherever they come are ten an hour and fifty in thirty days", async () => {
    await member(app, { password });
    const byHour = [];
    for (let hour = 0; hour < 6; hour += 1) {
      byHour.push(codes(await strangersGuess(11)).filter((code) => code === "unauthenticated").length);
      app.clock.advance(3600);
    }
    expect(byHour).toEqual([10, 10, 10, 10, 10, 0]);
    expect((await enter(stranger())).body.limit).toBe("address-guesses-month");
    app.clock.advance(30 * 86_400);
    expect((await enter(stranger())).body.code).toBe("unauthenticated");
  });

  it("are as many where there is no account, and each is refused alike", async () => {
    await member(app, { password });
    const seen = ({ status, headers, body }: Reply) => JSON.stringify([status, [...headers], body]);
    const [known, unknown] = [await strangersGuess(12), await strangersGuess(12, "nobody@example.com")];
    expect(unknown.map(seen)).toEqual(known.map(seen));
    // How long others' guesses have been there is told in quarters of the hour.
    expect(known.at(-1)?.body).toMatchObject({ limit: "address-guesses-hour", retryAfter: 3600 });
  });

  it("are not more when fifty come at once, nor is a password compared without one", async () => {
    await member(app, { password });
    const before = work.compared;
    const replies = await Promise.all(Array.from({ length: 50 }, () => enter(stranger())));
    expect(codes(replies).filter((code) => code === "unauthenticated")).toHaveLength(10);
    expect(codes(replies).filter((code) => code === "rate-limited")).toHaveLength(40);
    expect(work.compared - before).toBe(10);
  });

  it("that are right cost nothing", async () => {
    await member(app, { password });
    for (let count = 0; count < 12; count += 1) expect((await enter(stranger(), password)).status).toBe(201);
    expect(codes(await strangersGuess(10))).toEqual(Array(10).fill("unauthenticated"));
  });
});

describe("guesses at many addresses", () => {
  const guessAt = (count: number, peerOf: (index: number) => string, at = app) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        enter(visitor(at, { peer: peerOf(index) }), password, `person-${index}@example.com`),
      ),
    );

  it("from one place are thirty an hour", async () => {
    const replies = await guessAt(40, () => "203.0.113.9");
    expect(replies.filter(({ body }) => body.code === "unauthenticated")).toHaveLength(30);
    expect(replies.filter(({ body }) => body.limit === "ip-guesses-hour")).toHaveLength(10);
  });

  it("from one network are twenty times as many", async () => {
    const small = await startApplication({ LIMITS: "ip-guesses-hour=2/3600" }, substitutes);
    const replies = await guessAt(50, (index) => `203.0.113.${index % 25}`, small);
    expect(replies.filter(({ body }) => body.code === "unauthenticated")).toHaveLength(40);
    expect(replies.filter(({ body }) => body.limit === "network-guesses-hour")).toHaveLength(10);
    await small.close();
  });
});

describe("an owner whose address strangers have used up", () => {
  let owner: Visitor;
  beforeEach(async () => {
    owner = await member(app, { password }, { peer: "203.0.113.1" });
    await owner.call("DELETE", "/api/session", {});
    await strangersGuess(11);
  });

  it("signs in by password in a browser where that happened before, from the strangers' place, too", async () => {
    expect((await enter(owner, password)).status).toBe(201);
    const moved = visitor(app, { peer: `10.0.${strangers & 255}.9` }, owner.cookies());
    expect((await enter(moved, password)).status).toBe(201);
  });

  it("signs in by a code in any other browser, and by password there from then on", async () => {
    const browser = visitor(app);
    expect((await enter(browser, password)).body.code).toBe("rate-limited");
    app.clock.advance(60);
    const proof = await app.prove(ada, "sign-in");
    expect((await browser.call("POST", "/api/session", { proof })).status).toBe(201);
    await browser.call("DELETE", "/api/session", {});
    expect((await enter(browser, password)).status).toBe(201);
  });

  it("has a limit of its own there, by which nobody else is refused", async () => {
    const guesses = [];
    for (let count = 0; count < 11; count += 1) guesses.push(await enter(owner));
    expect(codes(guesses)).toEqual([...Array(10).fill("unauthenticated"), "rate-limited"]);
    expect(guesses.at(-1)?.body.limit).toBe("browser-guesses-hour");
    app.clock.advance(60);
    const second = visitor(app);
    await second.call("POST", "/api/session", { proof: await app.prove(ada, "sign-in") });
    expect((await enter(second, password)).status).toBe(201);
  });

  it("is known by what was kept under the present password alone", async () => {
    const before = owner.cookies();
    app.clock.advance(60);
    const proof = await app.prove(ada, "reset-password");
    const better = "another violet tram";
    await owner.call("PUT", "/api/account/password", { proof, password: better });
    expect((await enter(visitor(app, {}, before), better)).body.code).toBe("rate-limited");
    expect((await enter(owner, better)).status).toBe(201);
  });

  it("is the only one: what another account's browser keeps helps nobody here, nor does what was made up", async () => {
    const eve = await member(app, { address: "eve@example.com", password });
    const [id = "", mark = ""] = (/known=([^;]+)/.exec(owner.cookies())?.[1] ?? "").split(".");
    const [eves = ""] = (/known=([^;]+)/.exec(eve.cookies())?.[1] ?? "").split(".");
    const forged = [
      eve.cookies(),
      `known=${eves}.${mark}`,
      `known=${id}`,
      `known=${id}.x`,
      "known=.",
      "known=x.y",
    ];
    for (const cookies of forged)
      expect((await enter(visitor(app, {}, cookies), password)).body.code).toBe("rate-limited");
  });
});

describe("a browser", () => {
  it("is known to four accounts at a time, and to one that comes again", async () => {
    const home = visitor(app);
    const family = ["a", "b", "c", "d", "a", "e"].map((name) => `${name}@example.com`);
    for (const address of family) {
      app.clock.advance(60);
      const proof = await app.prove(address);
      const body = { proof, password };
      const { status } = await home.call("POST", "/api/accounts", body);
      if (status === 409) await home.call("POST", "/api/session", { proof });
    }
    const refused = [];
    for (const address of new Set(family)) {
      await strangersGuess(11, address);
      if ((await enter(home, password, address)).status !== 201) refused.push(address);
    }
    expect(refused).toEqual(["b@example.com"]);
  });
});

describe("guesses at the current password, in a session", () => {
  it("are ten an hour, whatever browser the session is in", async () => {
    const owner = await member(app, { password });
    const change = (currentPassword: string, who = owner) =>
      who.call("PUT", "/api/account/password", { password: "another violet tram", currentPassword });
    const replies = await Promise.all(
      Array.from({ length: 30 }, () => change("wrong", visitor(app, {}, owner.cookies()))),
    );
    expect(codes(replies).filter((code) => code === "password-incorrect")).toHaveLength(10);
    expect(codes(replies).filter((code) => code === "rate-limited")).toHaveLength(20);
    expect((await change(password)).body.limit).toBe("browser-guesses-hour");
    app.clock.advance(3600);
    expect((await change(password)).status).toBe(200);
  });
});
