// Turnstile's adapter against a double that verifies what siteverify does: what passes, what does not, and what is
// nobody's verdict.
import { afterEach, describe, expect, it } from "vitest";
import { leaks } from "../../testing/leaks";
import { turnstileError, turnstileVendor, type Widget } from "../../testing/vendors/turnstile";
import { deserted, type Scenario, startVendor } from "../../testing/vendors/vendor";
import { turnstile } from "./turnstile";

const secret = "0x4AAAAAAA-secret-of-the-double";
const now = () => Date.UTC(2026, 0, 2);

let close = async () => {};
afterEach(() => close());

async function start({ key = secret, originKnown = true, url = "" } = {}) {
  const double = turnstileVendor({ secret, now });
  const vendor = await startVendor(double.answer);
  close = vendor.close;
  const settings = turnstile.settings.parse({
    ...{ TURNSTILE_SITE_KEY: "0x4-site", TURNSTILE_SECRET_KEY: key, TURNSTILE_URL: url || vendor.url },
  });
  const host = originKnown ? "example.com" : undefined;
  const adapter = turnstile.create(settings, { deadlineMs: 150, host, clock: { now } });
  const solve = (widget: Widget = {}) => double.solve({ hostname: "example.com", ...widget });
  return { ...adapter, vendor, solve };
}

const dummy = (said: object) => ({
  reply: {
    status: 200,
    body: { success: true, "error-codes": [], challenge_ts: new Date(now()).toISOString(), ...said },
  },
});

describe("Turnstile", () => {
  it("passes a token of our page and purpose, once", async () => {
    const { verify, solve } = await start();
    const token = solve();
    expect(await verify(token, "sign-up")).toBe(true);
    expect(await verify(token, "sign-up")).toBe(false);
  });

  it.each<[string, Widget]>([
    ["another purpose", { action: "sign-in" }],
    ["no purpose", { action: "" }],
    ["another site", { hostname: "evil.example" }],
    ["a site whose name only begins like ours", { hostname: "example.com.evil.example" }],
    ["three minutes ago", { age: 181 }],
  ])("refuses a token earned for, on or from %s", async (_, widget) => {
    const { verify, solve } = await start();
    expect(await verify(solve(widget), "sign-up")).toBe(false);
  });

  it("takes a token from any page while the public origin is not known", async () => {
    const { verify, solve } = await start({ originKnown: false });
    expect(await verify(solve({ hostname: "a-preview.example.net" }), "sign-up")).toBe(true);
  });

  it.each([
    ["says yes without a time", { action: "sign-up", hostname: "example.com", challenge_ts: "soon" }],
    ["says yes without an action", { hostname: "example.com" }],
    ["says yes without a host", { action: "sign-up" }],
  ])("refuses when the vendor %s", async (_, said) => {
    const { verify, vendor } = await start();
    vendor.next(dummy(said));
    expect(await verify("token", "sign-up")).toBe(false);
  });

  it.each([
    "invalid-input-response",
    "timeout-or-duplicate",
    "missing-input-response",
    "a-code-of-next-year",
  ])("takes %s for a refusal of the token", async (code) => {
    const { verify, vendor } = await start();
    vendor.next({ reply: turnstileError(code) });
    expect(await verify("token", "sign-up")).toBe(false);
  });

  it("takes a secret that the vendor does not know for misconfigured, and never for a wrong token", async () => {
    const { verify, check, solve } = await start({ key: "0x4-another" });
    await expect(verify(solve(), "sign-up")).rejects.toMatchObject({ reason: "misconfigured" });
    await expect(check()).rejects.toMatchObject({ reason: "misconfigured" });
  });

  it("is well when the vendor answers at all", async () => {
    const { check } = await start();
    await expect(check()).resolves.toBeUndefined();
  });

  it("asks once more when the answer is lost, under the same key, so that the token passes all the same", async () => {
    const { verify, vendor, solve } = await start();
    // The vendor has validated it, and the answer breaks off.
    vendor.next("reset");
    expect(await verify(solve(), "sign-up")).toBe(true);
    const keys = vendor.requests.map(({ body }) => JSON.parse(body).idempotency_key);
    expect(keys).toEqual([keys[0], keys[0]]);
    await verify(solve(), "sign-up");
    expect(JSON.parse(vendor.requests.at(-1)?.body ?? "").idempotency_key).not.toBe(keys[0]);
  });

  it.each<[string, Scenario[]]>([
    ["falls silent", ["silent"]],
    ["begins its answer and falls silent", ["half"]],
    ["breaks", ["500", "500"]],
    ["answers rubbish", ["rubbish", "rubbish"]],
    [
      "says that it is broken",
      [{ reply: turnstileError("internal-error") }, { reply: turnstileError("internal-error") }],
    ],
  ])("gives no verdict when the vendor %s, within its deadline, and nothing away", async (_, scenarios) => {
    const { verify, vendor, solve } = await start();
    for (const scenario of scenarios) vendor.next(scenario);
    const token = solve();
    const failure = await verify(token, "sign-up").then(
      () => expect.fail("there was a verdict"),
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: "SendFailure" });
    expect(leaks(failure, [token, secret])).toEqual([]);
    expect(vendor.requests).toHaveLength(scenarios.length);
  });

  it("gives no verdict when nobody is there", async () => {
    const { verify } = await start({ url: await deserted() });
    await expect(verify("token", "sign-up")).rejects.toMatchObject({ reason: "temporary" });
  });
});

describe("Turnstile under its public test keys", () => {
  const testSecret = "1x0000000000000000000000000000000AA";

  it("are known by their names, and no other key is", () => {
    const named = (TURNSTILE_SITE_KEY: string, TURNSTILE_SECRET_KEY: string) =>
      turnstile.testKeys?.(turnstile.settings.parse({ TURNSTILE_SITE_KEY, TURNSTILE_SECRET_KEY }));
    expect(named("1x00000000000000000000AA", testSecret)).toEqual([
      "TURNSTILE_SITE_KEY",
      "TURNSTILE_SECRET_KEY",
    ]);
    expect(named("3x00000000000000000000FF", "0x4AAA-b")).toEqual(["TURNSTILE_SITE_KEY"]);
    expect(named("0x4AAA-a", "2x0000000000000000000000000000000AA")).toEqual(["TURNSTILE_SECRET_KEY"]);
    expect(named("0x4AAA-a", "0x4AAA-b")).toEqual([]);
  });

  it.each([
    ["what the vendor says in place of page and purpose", { hostname: "localhost", action: "test" }, true],
    ["neither of them", {}, true],
    ["another purpose", { hostname: "localhost", action: "sign-in" }, false],
    ["another page", { hostname: "evil.example", action: "test" }, false],
  ])("takes %s as it should", async (_, said, passes) => {
    const { verify, vendor } = await start({ key: testSecret });
    vendor.next(dummy(said));
    expect(await verify("XXXX.DUMMY.TOKEN.XXXX", "sign-up")).toBe(passes);
  });
});

describe("Turnstile's origin", () => {
  it.each([
    ["https://turnstile.example.com", true],
    ["http://127.0.0.1:4000", true],
    ["http://turnstile.example.com", false],
    ["javascript:alert(1)", false],
  ])("may be %s: %s", (TURNSTILE_URL, may) => {
    const given = { TURNSTILE_SITE_KEY: "a", TURNSTILE_SECRET_KEY: "b", TURNSTILE_URL };
    expect(turnstile.settings.safeParse(given).success).toBe(may);
  });
});
