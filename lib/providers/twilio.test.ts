import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { leaks } from "../testing/leaks";
import { twilioError, twilioMessage, twilioVendor } from "../testing/vendors/twilio";
import { startVendor, type Vendor } from "../testing/vendors/vendor";
import { describeProvider, exampleMessage } from "./provider.contract";
import { twilio } from "./twilio";

const account = {
  ...{ sid: "AC00000000000000000000000000000001", token: "test-auth-token-of-twilio" },
  sender: { From: "+15005550006" },
};
const settings = (url: string) => ({
  ...{ TWILIO_ACCOUNT_SID: account.sid, TWILIO_AUTH_TOKEN: account.token },
  ...{ TWILIO_FROM: account.sender.From, TWILIO_URL: url },
});

describeProvider("twilio", {
  ...{ module: twilio, start: () => startVendor(twilioVendor(account)), settings },
  wrongKey: { TWILIO_AUTH_TOKEN: "another-auth-token" },
  required: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"],
  message: { to: "+14155550100", country: "US" },
  vendorId: "SM00000000000000000000000000000001",
  refusals: {
    invalidNumber: twilioError(21211),
    blockedRecipient: twilioError(21610),
    // Its documents have a limit per sender only, and no code for an empty balance.
    numberThrottled: null,
    callsThrottled: twilioError(20429, 429),
    outOfBalance: null,
    notApproved: twilioError(21660),
  },
  // It refuses with a status of its own; see below for one that it takes and turns down at once.
  refusedWith200: null,
  codes: [
    [twilioError(20003, 403), "misconfigured", "20003"],
    [twilioError(21212), "misconfigured", "21212"],
    [twilioError(21408), "blocked", "21408"],
    [twilioError(20005, 403), "misconfigured", "20005"],
    [twilioError(20404, 404), "misconfigured", "20404"],
    // These depend on the number, whoever has to act.
    [twilioError(21606), "blocked", "21606"],
    [twilioError(21608), "blocked", "21608"],
    [twilioMessage({ status: "failed", error_code: 30034 }), "blocked", "30034"],
    [twilioMessage({ status: "failed", error_code: 30003 }), "blocked", "30003"],
    [twilioMessage({ status: "failed", error_code: 30008 }), "blocked", "30008"],
    [twilioMessage({ status: "failed", error_code: 39999 }), "blocked", "39999"],
    [twilioError(21611), "throttled", "21611"],
    [twilioError(21612), "blocked", "21612"],
    [twilioError(21614), "invalid-address", "21614"],
    [twilioError(21635), "invalid-address", "21635"],
    [twilioMessage({ status: "failed", error_code: 30450 }), "blocked", "30450"],
    // A refusal nobody has listed is definite, and may be about this number alone.
    [twilioError(29999), "blocked", "29999"],
    [twilioError(29999, 403), "blocked", "29999"],
    [twilioError(29999, 404), "blocked", "29999"],
    [twilioError(29999, 401), "misconfigured", "29999"],
    [twilioError(29999, 503), "temporary", "29999"],
    [{ status: 403, body: "<html>forbidden</html>" }, "misconfigured", "403"],
    // RFC 9457, as its newer interfaces answer.
    [
      { status: 400, body: { type: "about:blank", title: "Bad", status: 400, code: 21211 } },
      "invalid-address",
    ],
    [{ status: 429, body: "<html>too many</html>" }, "throttled", "429"],
    [{ status: 504, body: "<html>gateway timeout</html>" }, "unknown", "504"],
  ],
});

describe("the provider twilio, beyond the contract", () => {
  const never = new AbortController().signal;
  let vendor: Vendor;

  beforeEach(async () => {
    vendor = await startVendor(twilioVendor(account));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await vendor.close();
  });

  const made = (overrides: Record<string, string | undefined> = {}) =>
    twilio.create(twilio.settings.parse({ ...settings(vendor.url), ...overrides }));
  const message = { ...exampleMessage, to: "+14155550100", country: "US" };
  const sentForm = () => Object.fromEntries(new URLSearchParams(vendor.requests[0]?.body));

  it("sends the text, for as long as the code is valid", async () => {
    await made().send(message, never);
    expect(sentForm()).toEqual({
      ...{ To: "+14155550100", From: "+15005550006", Body: message.text, ValidityPeriod: "300" },
    });
  });

  it("lets a messaging service choose the sender, also when there is one", async () => {
    vendor.next({ reply: twilioMessage() });
    await made({ TWILIO_MESSAGING_SERVICE_SID: "MG01" }).send(message, never);
    expect(sentForm()).toMatchObject({ MessagingServiceSid: "MG01" });
    expect(sentForm()).not.toHaveProperty("From");
  });

  const magic = [
    ["+15005550001", "invalid-address"],
    ["+15005550002", "blocked"],
    ["+15005550003", "blocked"],
    ["+15005550004", "blocked"],
    ["+15005550009", "invalid-address"],
  ];
  it.each(magic)("takes the magic number %s of test credentials for %s", async (to, reason) => {
    await expect(made().send({ ...message, to }, never)).rejects.toMatchObject({ reason });
  });

  it("goes where TWILIO_URL says, whatever the environment says to the official client", async () => {
    const elsewhere = { TWILIO_EDGE: "dublin", TWILIO_REGION: "ie1", HTTP_PROXY: "http://127.0.0.1:9" };
    const files = { TWILIO_CA_BUNDLE: "/nowhere/bundle.pem", TWILIO_LOG_LEVEL: "debug" };
    for (const [name, value] of Object.entries({ ...elsewhere, ...files })) vi.stubEnv(name, value);
    await expect(made().send(message, never)).resolves.toBeDefined();
    expect(vendor.requests[0]?.headers.host).toBe(new URL(vendor.url).host);
  });

  it("ends the call whose signal fires, and no other", async () => {
    const provider = made();
    const [one, other] = [new AbortController(), new AbortController()];
    vendor.next("silent");
    vendor.next("slow");
    const arrived = vendor.arrival();
    const given = expect(provider.send(message, one.signal)).rejects.toMatchObject({ reason: "unknown" });
    await arrived;
    const kept = provider.send(message, other.signal);
    one.abort();
    await given;
    await expect(kept).resolves.toBeDefined();
  });

  it("proves its credentials without sending anything", async () => {
    await expect(made().check?.(never)).resolves.toBeUndefined();
    expect(vendor.requests.map(({ method }) => method)).toEqual(["GET"]);
    const wrong = made({ TWILIO_AUTH_TOKEN: "another-auth-token" }).check?.(never);
    const failure = await wrong?.catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: "misconfigured", vendorCode: "20003" });
    expect(leaks(failure, ["another-auth-token", account.sid])).toEqual([]);
  });

  it("finds an account that is suspended", async () => {
    const suspended = await startVendor(twilioVendor(account, "suspended"));
    const check = made({ TWILIO_URL: suspended.url }).check?.(never);
    await expect(check).rejects.toMatchObject({ reason: "misconfigured", vendorCode: "suspended" });
    await suspended.close();
  });

  it("asks for a sender by both names that it may have", () => {
    const { error } = twilio.settings.safeParse({ ...settings(vendor.url), TWILIO_FROM: undefined });
    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0]).toMatchObject({
      path: ["TWILIO_FROM"],
      message: expect.stringContaining("TWILIO_MESSAGING_SERVICE_SID"),
    });
  });
});
