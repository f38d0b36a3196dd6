// Every kind of captcha, and the slider in place of a vendor that is down, through the whole application.
import { afterEach, describe, expect, it } from "vitest";
import { parseAddress } from "../address";
import type { Purpose } from "../contract";
import { keyring } from "../keyring";
import { startApplication } from "../testing/application";
import { watchSlider } from "../testing/slider";
import { turnstileVendor } from "../testing/vendors/turnstile";
import { startVendor } from "../testing/vendors/vendor";
import { yidunVendor } from "../testing/vendors/yidun";
import { type CaptchaCase, describeCaptcha } from "./captcha.contract";

const secret = "a-secret-of-tests-that-is-long-enough";
const ours = keyring([secret]);

const admission = { subject: "ip", id: "203.0.113.7", rows: ["ip-requests-minute"] } as const;
const bearer = (purpose: Purpose) => ({
  purpose,
  address: parseAddress("email", "ada@example.com"),
  ip: "203.0.113.7",
});

/** Solves puzzles by knowing their answers. */
function seeing() {
  const watched = watchSlider();
  return {
    substitutes: watched.substitutes,
    async earn(app: CaptchaCase["app"], purpose: string) {
      const puzzle = await app.call("POST", "/api/captcha/puzzles", { purpose });
      expect(puzzle.status).toBe(201);
      // As long as a hand takes.
      app.clock.advance(3);
      const path = `/api/captcha/puzzles/${puzzle.body.puzzleId}/solutions`;
      return (await app.call("POST", path, watched.solution())).body.captchaToken as string;
    },
  };
}

async function startSlider(): Promise<CaptchaCase> {
  let down = false;
  const { substitutes, earn } = seeing();
  const app = await startApplication(
    { CAPTCHA: "slider" },
    {
      ...substitutes,
      requester: (real) => ({
        request: (request) => (down ? Promise.reject(new Error("refused")) : real.request(request)),
      }),
    },
  );
  return {
    app,
    earn: (purpose) => earn(app, purpose),
    fail: async () => {
      down = true;
    },
    close: () => app.close(),
  };
}

async function startTurnstile(settings: Record<string, string> = {}) {
  let now = Date.now;
  let ill = false;
  let storeIsDown = false;
  const double = turnstileVendor({ secret: "0x4-secret", now: () => now() });
  const vendor = await startVendor((request) => (ill ? { status: 503, body: "" } : double.answer(request)));
  const { substitutes, earn } = seeing();
  let trips = 0;
  const app = await startApplication(
    {
      ...{ CAPTCHA: "turnstile", TURNSTILE_SITE_KEY: "0x4-site", TURNSTILE_SECRET_KEY: "0x4-secret" },
      ...{ TURNSTILE_URL: vendor.url, DEADLINE_MS: "500", APP_URL: "http://localhost:3000", ...settings },
    },
    {
      ...substitutes,
      requester: (real) => ({
        request: (request) => {
          trips += 1;
          return storeIsDown ? Promise.reject(new Error("refused")) : real.request(request);
        },
      }),
    },
  );
  now = app.clock.now;
  return {
    app,
    vendor,
    double,
    trips: () => trips,
    /** It answers, in no words of its own. */
    vendorFails(fails: boolean) {
      ill = fails;
    },
    async storeFails() {
      storeIsDown = true;
    },
    solvePuzzle: (purpose = "sign-up") => earn(app, purpose),
    earn: async (action: string) => double.solve({ action }),
    fail: () => vendor.close(),
    async close() {
      await app.close();
      await vendor.close().catch(() => {});
    },
  };
}

async function startYidun(settings: Record<string, string> = {}) {
  let now = Date.now;
  const account = { captchaId: "c".repeat(32), secretId: "s".repeat(32), secretKey: "k".repeat(32) };
  const double = yidunVendor({ ...account, now: () => now() });
  const vendor = await startVendor(double.answer);
  const app = await startApplication({
    ...{ CAPTCHA: "yidun", YIDUN_CAPTCHA_ID: account.captchaId, YIDUN_SECRET_ID: account.secretId },
    ...{ YIDUN_SECRET_KEY: account.secretKey, YIDUN_URL: vendor.url, DEADLINE_MS: "500", ...settings },
  });
  now = app.clock.now;
  return {
    app,
    vendor,
    double,
    earn: async (extraData: string) => double.solve({ extraData }),
    fail: () => vendor.close(),
    async close() {
      await app.close();
      await vendor.close().catch(() => {});
    },
  };
}

const signUp = (captchaToken: string, address = "ada@example.com") => ({
  ...{ channel: "email", address, purpose: "sign-up", captchaToken },
});

/** As a vendor that has failed often enough, for long enough. */
async function bringDown({
  app,
  double,
}: Pick<Awaited<ReturnType<typeof startTurnstile>>, "app" | "double">) {
  for (let failures = 0; failures < 3; failures += 1) {
    const { body } = await app.call("POST", "/api/challenges", signUp(double.solve()));
    expect(body).toMatchObject({ code: "unavailable", down: ["captcha"] });
    app.clock.advance(1);
  }
}

const made = ours.mint();
const both = { turnstile: { CAPTCHA: "turnstile,slider" }, yidun: { CAPTCHA: "yidun,slider" } };
describeCaptcha("slider", startSlider, { made });
describeCaptcha("turnstile", startTurnstile, { made });
describeCaptcha("yidun", startYidun, { made });
describeCaptcha("turnstile, beside the slider", () => startTurnstile(both.turnstile), { made });
describeCaptcha("yidun, beside the slider", () => startYidun(both.yidun), { made });
async function startTakeover(): Promise<CaptchaCase> {
  const { app, vendor, double, solvePuzzle, storeFails, close, ...rest } = await startTurnstile(
    both.turnstile,
  );
  rest.vendorFails(true);
  await bringDown({ app, double });
  return { app, earn: solvePuzzle, fail: storeFails, close };
}
describeCaptcha("slider, in place of a vendor that is down", startTakeover, { made, judged: "unavailable" });

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
async function opened<Case extends { close(): Promise<void> }>(starting: Promise<Case>): Promise<Case> {
  const started = await starting;
  open.push(started);
  return started;
}

describe("a captcha of a vendor", () => {
  it("is named to browsers with its site key, and no puzzle is issued beside it", async () => {
    const { app } = await opened(startTurnstile());
    const { body } = await app.call("GET", "/api/config");
    expect(body.captcha).toEqual({ kind: "turnstile", siteKey: "0x4-site" });
    expect((await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" })).body.code).toBe(
      "not-found",
    );
    const yidun = await opened(startYidun());
    expect((await yidun.app.call("GET", "/api/config")).body.captcha).toEqual({
      kind: "yidun",
      siteKey: "c".repeat(32),
    });
  });

  it("costs a send no round trip to the store beyond its two", async () => {
    const { app, double, trips } = await opened(startTurnstile());
    // The first one teaches the store its scripts.
    await app.call("POST", "/api/challenges", signUp(double.solve(), "first@example.com"));
    await app.settle();
    const before = trips();
    const { status } = await app.call("POST", "/api/challenges", signUp(double.solve()));
    expect([status, trips() - before]).toEqual([202, 2]);
  });

  it("leaves the vendor alone once a client is over its limit, and the token as it was", async () => {
    const LIMITS = "ip-requests-minute=1/60";
    const { app, vendor, double } = await opened(startTurnstile({ LIMITS }));
    expect(
      (await app.call("POST", "/api/challenges", signUp(double.solve(), "first@example.com"))).status,
    ).toBe(202);
    const token = double.solve();
    const { body } = await app.call("POST", "/api/challenges", signUp(token));
    expect(body).toMatchObject({ code: "rate-limited", limit: "ip-requests-minute" });
    expect(vendor.requests).toHaveLength(1);
    app.clock.advance(60);
    expect((await app.call("POST", "/api/challenges", signUp(token))).status).toBe(202);
  });

  it("does not ask the vendor about a token that was spent here, nor about what cannot be one", async () => {
    const { app, vendor, double } = await opened(startTurnstile());
    const token = double.solve();
    await app.call("POST", "/api/challenges", signUp(token));
    for (const again of [token, "a b", "ü".repeat(20), '{"x":1}', "a\r\nb"])
      expect((await app.call("POST", "/api/challenges", signUp(again))).body.code).toBe("captcha-failed");
    expect(vendor.requests).toHaveLength(1);
  });

  it("counts once on our side, though the vendor says yes to it every time", async () => {
    const vendor = await startVendor(() => ({ status: 200, body: { error: 0, result: true } }));
    open.push(vendor);
    const { app } = await opened(startYidun({ YIDUN_URL: vendor.url }));
    const buy = (index: number) =>
      app.call("POST", "/api/challenges", signUp("CN31_token", `person${index}@example.com`));
    const replies = await Promise.all(Array.from({ length: 20 }, (_, index) => buy(index)));
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
    expect((await buy(20)).body.code).toBe("captcha-failed");
    expect(vendor.requests).toHaveLength(1);
  });

  it("keeps a token that the vendor could not judge, so that it counts when it is back", async () => {
    const { app, vendorFails, double } = await opened(startTurnstile());
    const token = double.solve();
    vendorFails(true);
    expect((await app.call("POST", "/api/challenges", signUp(token))).body).toMatchObject({
      code: "unavailable",
      down: ["captcha"],
    });
    vendorFails(false);
    expect((await app.call("POST", "/api/challenges", signUp(token))).status).toBe(202);
  });

  it("counts again, without the vendor, when the send it paid for was lost with the store", async () => {
    const { app, vendor, double, earn } = await opened(startTurnstile());
    const token = await earn("sign-up");
    const passed = await app.services.captcha.redeem(token, bearer("sign-up"), admission);
    await passed.restore();
    await expect(app.services.captcha.redeem(token, bearer("sign-in"), admission)).rejects.toMatchObject({
      code: "captcha-failed",
    });
    const again = double.solve();
    await (await app.services.captcha.redeem(again, bearer("sign-up"), admission)).restore();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        app.call("POST", "/api/challenges", signUp(again, `person${index}@example.com`)),
      ),
    );
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(vendor.requests).toHaveLength(2);
  });

  it("stays spent for as long as the vendor could take it", async () => {
    const { app, vendor, double } = await opened(startYidun());
    const token = double.solve();
    await app.call("POST", "/api/challenges", signUp(token));
    app.clock.advance(1200);
    expect((await app.call("POST", "/api/challenges", signUp(token))).body.code).toBe("captcha-failed");
    expect(vendor.requests).toHaveLength(1);
  });

  it("is no door for the kind of a request: neither the slider's tokens nor its puzzles count", async () => {
    const { app, double } = await opened(startTurnstile());
    const many = { ...signUp(double.solve()), captcha: "off", kind: "slider" };
    expect((await app.call("POST", "/api/challenges", many)).body.code).toBe("invalid-request");
    expect((await app.call("POST", "/api/challenges", signUp(ours.mint()))).body.code).toBe("captcha-failed");
  });
});

describe("the slider that may take over", () => {
  const settings = { CAPTCHA: "turnstile,slider" };

  it("stays away while the vendor answers, whatever tokens it is asked about", async () => {
    const { app } = await opened(startTurnstile(settings));
    for (let tries = 0; tries < 20; tries += 1) {
      await app.call("POST", "/api/challenges", signUp(`nonsense-${tries}`));
      app.clock.advance(1);
    }
    expect((await app.call("GET", "/api/config")).body.captcha.kind).toBe("turnstile");
    expect((await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" })).body.code).toBe(
      "not-found",
    );
  });

  it.each([
    ["throttles us", { status: 429, body: "" }],
    ["lets a firewall refuse a token", { status: 403, body: "<html>blocked</html>" }],
    ["finds a call malformed", { status: 200, body: { success: false, "error-codes": ["bad-request"] } }],
  ])("stays away when the vendor %s: a flood must not choose it", async (_, reply) => {
    const { app, vendor, double } = await opened(startTurnstile(settings));
    for (let tries = 0; tries < 10; tries += 1) {
      vendor.next({ reply });
      const { body } = await app.call("POST", "/api/challenges", signUp(double.solve()));
      expect(body.code).toBe("unavailable");
      app.clock.advance(1);
    }
    expect((await app.call("GET", "/api/config")).body.captcha.kind).toBe("turnstile");
  });

  it("comes when the vendor keeps failing, goes when it is back, and its tokens count to their end", async () => {
    const { app, vendor, double, solvePuzzle } = await opened(startTurnstile(settings));
    // Two tries each.
    for (let calls = 0; calls < 6; calls += 1) vendor.next("500");
    await bringDown({ app, double });
    // The first look after the pause finds it down still.
    expect((await app.call("GET", "/api/config")).body.captcha).toEqual({ kind: "slider" });
    const [one, other] = [await solvePuzzle(), await solvePuzzle()];
    expect((await app.call("POST", "/api/challenges", signUp(one, "one@example.com"))).status).toBe(202);

    app.clock.advance(6);
    await app.call("GET", "/api/config");
    const back = async () => (await app.call("GET", "/api/config")).body.captcha.kind;
    await expect.poll(back).toBe("turnstile");
    expect((await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" })).body.code).toBe(
      "not-found",
    );
    expect((await app.call("POST", "/api/challenges", signUp(other, "other@example.com"))).status).toBe(202);
    expect((await app.call("POST", "/api/challenges", signUp(double.solve()))).status).toBe(202);
    const events = app.logged.map((line) => JSON.parse(line).event);
    expect(events).toContain("captcha-vendor-down");
    expect(events).toContain("captcha-vendor-back");
  });

  it("leaves a vendor that is down in peace: one look after each pause, however many ask", async () => {
    const { app, vendor, double } = await opened(startTurnstile(settings));
    for (let calls = 0; calls < 20; calls += 1) vendor.next("500");
    await bringDown({ app, double });
    const before = vendor.requests.length;
    for (let looks = 0; looks < 10; looks += 1) await app.call("GET", "/api/config");
    expect(vendor.requests.length).toBe(before);
    const { body } = await app.call("POST", "/api/challenges", signUp(double.solve()));
    expect(body).toMatchObject({ code: "unavailable", down: ["captcha"] });
    expect(vendor.requests.length).toBe(before);
    app.clock.advance(10);
    for (let looks = 0; looks < 10; looks += 1) await app.call("GET", "/api/config");
    await expect.poll(() => vendor.requests.length).toBe(before + 2);
  });
});
