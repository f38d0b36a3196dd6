// Yidun's adapter against a double that computes the signature again, the published vectors, and the constant that
// the vendor's script hands out on bad days.
import { afterEach, describe, expect, it } from "vitest";
import { leaks } from "../../testing/leaks";
import { deserted, type Scenario, startVendor } from "../../testing/vendors/vendor";
import { yidunError, yidunVendor } from "../../testing/vendors/yidun";
import { yidun } from "./yidun";
import { yidunSignature } from "./yidun-signature";

const now = () => 1_767_323_045_000;
const account = { captchaId: "c".repeat(32), secretId: "s".repeat(32), secretKey: "k".repeat(32), now };

let close = async () => {};
afterEach(() => close());

async function start({ key = account.secretKey, url = "" } = {}) {
  const double = yidunVendor(account);
  const vendor = await startVendor(double.answer);
  close = vendor.close;
  const settings = yidun.settings.parse({
    ...{ YIDUN_CAPTCHA_ID: account.captchaId, YIDUN_SECRET_ID: account.secretId },
    ...{ YIDUN_SECRET_KEY: key, YIDUN_URL: url || vendor.url },
  });
  return { ...yidun.create(settings, { deadlineMs: 150, clock: { now } }), vendor, solve: double.solve };
}

describe("Yidun's signature", () => {
  const published = {
    ...{ x: null, y: "", arg0: "value-of-arg0", param1: "value-of-param1", input2: "value-of-input2" },
    secretId: "a-secret-id-1",
  };

  it("is that of the vendor's own SDK (SignerImplTest)", () => {
    expect(yidunSignature(published, "a-secret-key-1")).toBe("24080052f8f2a630cfb17d4c5426784d");
    expect(yidunSignature({ ...published, signatureMethod: "md5" }, "a-secret-key-1")).toBe(
      "f367a2956a80ae92eded1d8798357513",
    );
  });

  it("is that of a whole call", () => {
    const form = {
      ...{ captchaId: "c".repeat(32), validate: "v-abc", user: "", secretId: "s".repeat(32), version: "v2" },
      ...{ timestamp: "1767323045000", nonce: "0123456789abcdef0123456789abcdef" },
    };
    expect(yidunSignature(form, "k".repeat(32))).toBe("e0d217034530c14a06dc94f5253a2f3e");
  });
});

describe("Yidun", () => {
  it("passes a token that the vendor knows, once", async () => {
    const { verify, solve } = await start();
    const token = solve();
    expect(await verify(token, "sign-up")).toBe(true);
    expect(await verify(token, "sign-up")).toBe(false);
  });

  it("refuses a token whose page named another purpose", async () => {
    const { verify, solve } = await start();
    expect(await verify(solve({ extraData: "sign-in" }), "sign-up")).toBe(false);
    expect(await verify(solve({ extraData: "sign-up" }), "sign-up")).toBe(true);
    expect(await verify(solve({ extraData: "something of the vendor's" }), "sign-up")).toBe(true);
  });

  it.each([
    ["says no", { error: 0, result: false }],
    ["says no beside a yes", { error: 419, result: true }],
    ["says nothing", { error: 0 }],
    ["does not know the version", { error: 421, result: false }],
  ])("refuses when the vendor %s", async (_, body) => {
    const { verify, vendor } = await start();
    vendor.next({ reply: { status: 200, body } });
    expect(await verify("token", "sign-up")).toBe(false);
  });

  it("never takes the constant that stands in for tokens on the vendor's bad days, and does not even ask", async () => {
    const { verify, vendor } = await start();
    vendor.next({ reply: { status: 200, body: { error: 0, result: true } } });
    expect(await verify(fallback, "sign-up")).toBe(false);
    expect(vendor.requests).toHaveLength(0);
  });

  it.each<[string, Scenario, string]>([
    ["falls silent", "silent", "unknown"],
    ["begins its answer and falls silent", "half", "unknown"],
    ["breaks", "500", "temporary"],
    ["answers rubbish", "rubbish", "unknown"],
    ["says nothing at all", { reply: { status: 200, body: "" } }, "unknown"],
    ["says yes in a word", { reply: { status: 200, body: { error: 0, result: "true" } } }, "unknown"],
    ["breaks off", "reset", "unknown"],
    ["has too many calls", { reply: yidunError(430) }, "throttled"],
  ])(
    "gives no verdict when the vendor %s: the example of the vendor would pass",
    async (_, scenario, reason) => {
      const { verify, vendor, solve } = await start();
      vendor.next(scenario);
      const token = solve();
      const failure = await verify(token, "sign-up").then(
        () => expect.fail("there was a verdict"),
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({ reason });
      expect(leaks(failure, [token, account.secretKey])).toEqual([]);
      expect(vendor.requests).toHaveLength(1);
    },
  );

  it("takes a signature that the vendor does not find right for misconfigured", async () => {
    const { verify, check, solve } = await start({ key: "another" });
    await expect(verify(solve(), "sign-up")).rejects.toMatchObject({ reason: "misconfigured" });
    await expect(check()).rejects.toMatchObject({ reason: "misconfigured", vendorCode: "415" });
  });

  it("is well when the vendor answers at all, and gives no verdict when nobody is there", async () => {
    const { check } = await start();
    await expect(check()).resolves.toBeUndefined();
    const { verify } = await start({ url: await deserted() });
    await expect(verify("token", "sign-up")).rejects.toMatchObject({ reason: "temporary" });
  });
});

/** As the vendor's script `yidun-captcha.js` has it, for everybody. */
const fallback = [
  "QjGAuvoHrcpuxlbw7cp4WnIbbjzG4rtSlpc7EDovNHQS._ujzPZpeCInSxIT4WunuDDh8dRZYF2GbBGWyHlC6q5uEi9x-TXT9j7J",
  "705vSsBXyTar7aqFYyUltKYJ7f4Y2TXm_1Mn6HFkb4M7URQ_rWtpxQ5D6hCgNJYC0HpRE7.2sttqYKLoi7yP1KHzK-PptdHHkVwb",
  "77cwS2EJW7Mj_PsOtnPBubTmTZLpnRECJR99dWTVC11xYG0sx8dJNLUxUFxEyzTfX4nSmQz_T5sXATRKHtVAz7nmV0De5unmflfA",
  "lUwMGKlCT1khBtewlgN5nHvyxeD8Z1_fPVzi9oznl-sbegj6lKfCWezmLcwft8.4yaVh6SlzXJq-FnSK.euq9OBd5jYc82ge2_hE",
  "ca1fGU--SkPRzgwkzew4O4qjdS2utdPwFONnhKAIMJRPUmCV4lPHG1OeRDvyNV8sCnuFMw7leasxIhPoycl4pm5bNy70Z1laozEG",
  "JgItVNr3",
].join("");
