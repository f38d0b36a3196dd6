import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aliyunRefusal, aliyunVendor, globeRefusal } from "../testing/vendors/aliyun";
import { startVendor, type Vendor } from "../testing/vendors/vendor";
import { aliyun } from "./aliyun";
import { describeProvider, exampleMessage } from "./provider.contract";

const account = {
  ...{ keyId: "LTAI5tTestKeyId", secret: "test-key-secret-of-aliyun" },
  ...{ signName: "阿里云 (测试)", templateCode: "SMS_154950909" },
};
const start = () => startVendor(aliyunVendor(account));
const settings = (url: string) => ({
  ...{ ALIYUN_ACCESS_KEY_ID: account.keyId, ALIYUN_ACCESS_KEY_SECRET: account.secret },
  ...{ ALIYUN_SIGN_NAME: account.signName, ALIYUN_TEMPLATE_CODE: account.templateCode },
  ALIYUN_URL: url,
});
const common = {
  ...{ module: aliyun, start, settings },
  wrongKey: { ALIYUN_ACCESS_KEY_SECRET: "another-key-secret" },
  required: [
    ...["ALIYUN_ACCESS_KEY_ID", "ALIYUN_ACCESS_KEY_SECRET"],
    ...["ALIYUN_SIGN_NAME", "ALIYUN_TEMPLATE_CODE"],
  ],
} as const;
const abroad = { to: "+4915123456789", country: "DE" };

describeProvider("aliyun, to mainland China", {
  ...common,
  vendorId: "900619746936498440^0",
  refusals: {
    invalidNumber: aliyunRefusal("isv.MOBILE_NUMBER_ILLEGAL"),
    blockedRecipient: aliyunRefusal("isv.BLACK_KEY_CONTROL_LIMIT"),
    numberThrottled: aliyunRefusal("isv.BUSINESS_LIMIT_CONTROL"),
    callsThrottled: aliyunRefusal("Throttling.User", 400),
    outOfBalance: aliyunRefusal("isv.AMOUNT_NOT_ENOUGH"),
    notApproved: aliyunRefusal("isv.SMS_SIGNATURE_ILLEGAL"),
  },
  refusedWith200: { reply: aliyunRefusal("isv.DAY_LIMIT_CONTROL"), reason: "throttled" },
  codes: [
    ...(
      [
        ["isv.MOBILE_COUNT_OVER_LIMIT", "invalid-address"],
        ["isv.SMS_CONTENT_ILLEGAL", "blocked"],
        ["isv.INVALID_PARAMETERS", "blocked"],
        // Of mainland numbers only, which must not take the provider from the others.
        ["isv.DOMESTIC_NUMBER_NOT_SUPPORTED", "blocked"],
        ["isv.SOMETHING_NEW", "blocked"],
        ["isv.MONTH_LIMIT_CONTROL", "throttled"],
        ["isv.OUT_OF_SERVICE", "misconfigured"],
        ["isv.SMS_TEMPLATE_ILLEGAL", "misconfigured"],
        ["isp.RAM_PERMISSION_DENY", "misconfigured"],
        ["isv.DENY_IP_RANGE", "misconfigured"],
        ["isp.SYSTEM_ERROR", "temporary"],
      ] as const
    ).map(([code, reason]) => [aliyunRefusal(code), reason, code] as const),
    [aliyunRefusal("InternalError", 500), "temporary", "InternalError"],
    [aliyunRefusal("isv.SOMETHING_NEW", 500), "temporary", "isv.SOMETHING_NEW"],
    [aliyunRefusal("isv.BUSINESS_LIMIT_CONTROL", 500), "throttled", "isv.BUSINESS_LIMIT_CONTROL"],
    // From something in front of the vendor.
    [{ status: 504, body: "gateway timeout" }, "unknown"],
    [{ status: 403, body: "forbidden" }, "misconfigured"],
    [{ status: 429, body: "slow down" }, "throttled"],
    // A success without the id by which its receipt is known is not the documented answer.
    [{ status: 200, body: { Code: "OK" } }, "unknown"],
    [{ status: 200, body: { Code: "ok", BizId: "1^0" } }, "blocked", "ok"],
  ],
});

describeProvider("aliyun, to other countries", {
  ...common,
  message: abroad,
  vendorId: "123456789098765432",
  refusals: {
    invalidNumber: globeRefusal("MOBILE_NUMBER_ILLEGAL"),
    // The codes of this API for these are not documented.
    blockedRecipient: null,
    numberThrottled: null,
    callsThrottled: aliyunRefusal("Throttling.User", 400),
    outOfBalance: globeRefusal("OUT_OF_SERVICE"),
    notApproved: globeRefusal("INVALID_SENDERID"),
  },
  refusedWith200: { reply: globeRefusal("SMS_CONTENT_CODE_ILLEGAL"), reason: "blocked" },
  codes: [
    ...(
      [
        ["MOBILE_COUNT_OVER_LIMIT", "invalid-address"],
        ["FORBIDDEN_ACTION", "misconfigured"],
        ["ACCOUNT_NOT_EXISTS", "misconfigured"],
        ["SMS_SIGN_NAME_ILLEGAL", "misconfigured"],
        ["CONTENT_MISSING_PARAMETERS", "misconfigured"],
        ["INVALID_PARAMETERS", "blocked"],
        ["SOMETHING_NEW", "blocked"],
      ] as const
    ).map(([code, reason]) => [globeRefusal(code), reason, code] as const),
    // The mainland's success is not this API's.
    [{ status: 200, body: { Code: "OK", BizId: "1^0" } }, "unknown"],
  ],
});

describe("what aliyun is asked", () => {
  let vendor: Vendor;
  const asked = () => Object.fromEntries(vendor.requests[0]?.url.searchParams ?? []);
  const provider = () => aliyun.create(aliyun.settings.parse(settings(vendor.url)));
  const never = new AbortController().signal;
  beforeEach(async () => {
    vendor = await start();
  });
  afterEach(() => vendor.close());

  it("fills the template for a mainland number, without its dialling code", async () => {
    await provider().send(exampleMessage, never);
    expect(vendor.requests[0]?.headers).toMatchObject({ "x-acs-action": "SendSms" });
    expect(asked()).toEqual({
      ...{ PhoneNumbers: "13900000000", SignName: account.signName, TemplateCode: account.templateCode },
      ...{ TemplateParam: '{"code":"482913"}', OutId: exampleMessage.id },
    });
  });

  it("sends the finished text abroad, valid as long as its code", async () => {
    await provider().send({ ...exampleMessage, ...abroad }, never);
    expect(asked()).toEqual({
      ...{ To: "4915123456789", Message: exampleMessage.text, Type: "OTP" },
      ...{ TaskId: exampleMessage.id, ValidityPeriod: "300" },
    });
  });

  it("counts Hong Kong, Macao and Taiwan as abroad", async () => {
    for (const to of ["+85261234567", "+85366123456", "+886912345678"]) {
      await provider().send({ ...exampleMessage, to }, never);
    }
    const actions = vendor.requests.map(({ headers }) => headers["x-acs-action"]);
    expect(new Set(actions)).toEqual(new Set(["SendMessageToGlobe"]));
  });

  it("checks its key by a question that sends nothing", async () => {
    await provider().check?.(never);
    expect(vendor.requests.map(({ headers }) => headers["x-acs-action"])).toEqual(["QuerySendDetails"]);
  });

  it("finds a wrong key by the same question", async () => {
    const wrong = { ...settings(vendor.url), ALIYUN_ACCESS_KEY_SECRET: "another" };
    const checking = aliyun.create(aliyun.settings.parse(wrong)).check?.(never);
    await expect(checking).rejects.toMatchObject({
      ...{ reason: "misconfigured", vendorCode: "SignatureDoesNotMatch" },
    });
  });

  it("takes a key that may only send for a good one", async () => {
    vendor.next({ reply: aliyunRefusal("isp.RAM_PERMISSION_DENY", 403) });
    await expect(provider().check?.(never)).resolves.toBeUndefined();
  });
});
