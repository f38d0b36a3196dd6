// Coming back: by a proof of the address, or by its password; and what nobody learns or gets by trying.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Application, type Reply, startApplication } from "../testing/application";
import { cheapPasswords } from "../testing/passwords";
import { watchSlider } from "../testing/slider";
import { member, visitor } from "../testing/visitor";

const password = "violet tram canal";
const { work, substitutes } = cheapPasswords();

let app: Application;
beforeAll(async () => {
  app = await startApplication({}, substitutes);
});
afterAll(() => app.close());

let people = 0;
let ada: string;
beforeEach(() => {
  ada = `ada-${++people}@example.com`;
});

/** As long as an address has to wait for its next code. */
const later = () => app.clock.advance(60);
const whoIs = async (person: ReturnType<typeof visitor>) =>
  (await person.call("GET", "/api/session")).body.account?.email;

describe("a proof", () => {
  it.each(["sign-in", "sign-up"] as const)("of purpose %s signs in, once", async (purpose) => {
    await member(app, { address: ada });
    later();
    const proof = await app.prove(ada, purpose);
    const browser = visitor(app);
    const { status, body } = await browser.call("POST", "/api/session", { proof });
    expect([status, body.account.email]).toEqual([201, ada]);
    expect(await whoIs(browser)).toBe(ada);
    expect((await app.call("POST", "/api/session", { proof })).body.code).toBe("proof-gone");
  });

  it.each(["sign-in", "sign-up"] as const)(
    "of purpose %s of an address without an account is not spent, and makes one",
    async (purpose) => {
      const proof = await app.prove(ada, purpose);
      const { status, body } = await app.call("POST", "/api/session", { proof });
      expect([status, body.code]).toEqual([401, "unauthenticated"]);
      expect((await app.call("POST", "/api/accounts", { proof })).status).toBe(201);
      expect((await app.call("POST", "/api/session", { proof })).body.code).toBe("proof-gone");
    },
  );

  it.each(["reset-password", "change-address", "delete-account"] as const)(
    "of purpose %s neither signs in nor makes an account",
    async (purpose) => {
      const free = await app.prove(ada, purpose);
      expect((await app.call("POST", "/api/accounts", { proof: free })).body.code).toBe("proof-gone");
      later();
      await member(app, { address: ada });
      expect((await app.call("POST", "/api/session", { proof: free })).body.code).toBe("proof-gone");
    },
  );

  it("that never was is gone", async () => {
    expect((await app.call("POST", "/api/session", { proof: "nonsense" })).body.code).toBe("proof-gone");
  });

  it("ends the session that the browser had, whoever's it was", async () => {
    const browser = await member(app, { address: ada });
    const before = browser.cookies();
    const eve = `eve-${people}@example.com`;
    await member(app, { address: eve });
    later();
    await browser.call("POST", "/api/session", { proof: await app.prove(eve, "sign-in") });
    expect(await whoIs(browser)).toBe(eve);
    expect(await whoIs(visitor(app, {}, before))).toBeUndefined();
  });
});

describe("a password", () => {
  const enter = (address: string, typed = password, cookies = "") =>
    visitor(app, {}, cookies).call("POST", "/api/session", { address, password: typed });

  it("signs in", async () => {
    await member(app, { address: ada, password });
    const browser = visitor(app);
    const { status, body } = await browser.call("POST", "/api/session", { address: ada, password });
    expect([status, body.account.email]).toEqual([201, ada]);
    expect(await whoIs(browser)).toBe(ada);
  });

  it.each([
    ["ada@Example.COM ", "ada@example.com"],
    ["ａｄａ2＠example.com", "ada2@example.com"],
    ["0049 1512 3456789", "+4915123456789"],
  ])("signs in with the address spelled %j", async (typed, address) => {
    await member(app, { address, password });
    expect((await enter(typed)).status).toBe(201);
  });

  it("that is wrong, of nobody, or of an account without one is refused alike, after as much work", async () => {
    const [known, without, nobody] = ["known", "without", "nobody"].map((name) => `${name}-${ada}`);
    await member(app, { address: known ?? "", password });
    await member(app, { address: without ?? "" });
    const seen = ({ status, headers, body }: Reply) => JSON.stringify([status, [...headers], body]);
    const answers = [];
    for (const address of [known, without, nobody]) {
      const before = work.compared;
      answers.push(seen(await enter(address ?? "", "another password")), String(work.compared - before));
    }
    expect(answers).toEqual([answers[0], "1", answers[0], "1", answers[0], "1"]);
    expect(JSON.parse(answers[0] ?? "")).toMatchObject([401, expect.anything(), { code: "unauthenticated" }]);
  });

  it.each([
    [{ address: "nobody", password }, "/address", "not a phone number with its country code"],
    [{ address: "@", password }, "/address", expect.anything()],
    [{ address: "ada@example.com" }, "/password", "required"],
    [{ password }, "/address", "required"],
    [{}, "/address", "required"],
    [{ proof: "x", password }, "/password", "does not go with a proof"],
    [{ proof: "x", captchaToken: "x" }, "/captchaToken", "does not go with a proof"],
  ])("is asked for in one way: %j is not well formed", async (body, pointer, detail) => {
    const reply = await app.call("POST", "/api/session", body);
    expect(reply.body.code).toBe("invalid-request");
    expect(reply.body.errors[0]).toMatchObject({ pointer, detail });
  });

  it("that was guessed leaves a line in the log that names neither it nor the address", async () => {
    await enter(ada, "another password");
    const line = app.logged.at(-1) ?? "";
    expect(JSON.parse(line)).toMatchObject({
      event: "refused",
      problem: "unauthenticated",
      channel: "email",
    });
    expect(line).not.toContain(ada);
  });
});

describe("with a captcha, a password", () => {
  const slider = watchSlider();
  let strict: Application;
  beforeAll(async () => {
    strict = await startApplication({ CAPTCHA: "slider" }, { ...slider.substitutes, ...substitutes });
  });
  afterAll(() => strict.close());

  /** Also a browser that has none of our cookies yet: then the token is not bound to it. */
  async function earn(purpose = "sign-in", more: object = {}): Promise<string> {
    const { body } = await strict.call("POST", "/api/captcha/puzzles", { purpose, ...more });
    const path = `/api/captcha/puzzles/${body.puzzleId}/solutions`;
    return (await strict.call("POST", path, slider.solution())).body.captchaToken;
  }
  const enter = (captchaToken?: string, address = "ada@example.com") =>
    strict.call("POST", "/api/session", { address, password, captchaToken });

  it("needs a token that was earned for a sign-in, at this address where one was named", async () => {
    expect((await enter()).body).toMatchObject({
      code: "invalid-request",
      errors: [{ pointer: "/captchaToken" }],
    });
    const eves = await earn("sign-in", { channel: "email", address: "eve@example.com" });
    for (const token of ["made-up", await earn("sign-up"), eves])
      expect((await enter(token)).body.code).toBe("captcha-failed");
  });

  it("costs the token where it is wrong, and not where the limit refuses", async () => {
    const spent = await earn();
    expect((await enter(spent)).body.code).toBe("unauthenticated");
    expect((await enter(spent)).body.code).toBe("captcha-failed");

    for (let count = 1; count < 10; count += 1) await enter(await earn());
    const token = await earn();
    expect((await enter(token)).body).toMatchObject({ code: "rate-limited", limit: "address-guesses-hour" });
    expect((await enter(token, "other@example.com")).body.code).toBe("unauthenticated");
  });
});
