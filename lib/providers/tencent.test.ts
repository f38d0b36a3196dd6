import { describe, expect, it } from "vitest";
import { tencentError, tencentStatus, tencentVendor } from "../testing/vendors/tencent";
import { startVendor } from "../testing/vendors/vendor";
import { describeProvider, exampleMessage } from "./provider.contract";
import { authorization, tencent } from "./tencent";

const account = {
  ...{ secretId: "AKIDtestSecretId", secretKey: "test-secret-key-of-tencent" },
  ...{ appId: "1400006666", signName: "腾讯云", templateId: "1110" },
};
const settings = (url: string) => ({
  ...{ TENCENT_SECRET_ID: account.secretId, TENCENT_SECRET_KEY: account.secretKey },
  ...{ TENCENT_SMS_SDK_APP_ID: account.appId, TENCENT_SIGN_NAME: account.signName },
  ...{ TENCENT_TEMPLATE_ID: account.templateId, TENCENT_URL: url },
});

describeProvider("tencent", {
  ...{ module: tencent, start: () => startVendor(tencentVendor(account)), settings },
  wrongKey: { TENCENT_SECRET_KEY: "another-secret-key" },
  required: [
    ...["TENCENT_SECRET_ID", "TENCENT_SECRET_KEY", "TENCENT_SMS_SDK_APP_ID"],
    ...["TENCENT_SIGN_NAME", "TENCENT_TEMPLATE_ID"],
  ],
  vendorId: "2026:-5821350310471428013",
  refusals: {
    invalidNumber: tencentStatus("InvalidParameterValue.IncorrectPhoneNumber"),
    blockedRecipient: tencentStatus("FailedOperation.PhoneNumberInBlacklist"),
    numberThrottled: tencentStatus("LimitExceeded.PhoneNumberThirtySecondLimit"),
    callsThrottled: tencentError("RequestLimitExceeded"),
    outOfBalance: tencentStatus("FailedOperation.InsufficientBalanceInSmsPackage"),
    notApproved: tencentStatus("FailedOperation.TemplateIncorrectOrUnapproved"),
  },
  refusedWith200: { reply: tencentStatus("FailedOperation.ContainSensitiveWord"), reason: "blocked" },
  codes: [
    ...(
      [
        ["FailedOperation.PhoneNumberParseFail", "invalid-address"],
        ["MissingParameter.EmptyPhoneNumberSet", "invalid-address"],
        ["UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber", "misconfigured"],
        ["UnsupportedOperation.UnsuportedRegion", "blocked"],
        ["LimitExceeded.PhoneNumberOneHourLimit", "throttled"],
        ["LimitExceeded.PhoneNumberDailyLimit", "throttled"],
        ["LimitExceeded.PhoneNumberSameContentDailyLimit", "throttled"],
        ["LimitExceeded.DeliveryFrequencyLimit", "throttled"],
        ["LimitExceeded.AppDailyLimit", "throttled"],
        ["LimitExceeded.DailyLimit", "throttled"],
        ["LimitExceeded.PhoneNumberCountLimit", "throttled"],
        ["RequestLimitExceeded.UinLimitExceeded", "throttled"],
        ["UnauthorizedOperation.SerivceSuspendDueToArrears", "misconfigured"],
        ["FailedOperation.SignatureIncorrectOrUnapproved", "misconfigured"],
        ["FailedOperation.MissingSignature", "misconfigured"],
        ["InvalidParameterValue.TemplateParameterFormatError", "misconfigured"],
        ["AuthFailure.SecretIdNotFound", "misconfigured"],
        ["AuthFailure.SignatureExpire", "misconfigured"],
        ["UnauthorizedOperation.SmsSdkAppIdVerifyFail", "misconfigured"],
        ["InvalidParameterValue.SdkAppIdNotExist", "misconfigured"],
        ["InternalError.RequestTimeException", "misconfigured"],
        ["InternalError.Timeout", "temporary"],
        ["InternalError.SendAndRecvFail", "temporary"],
        ["InternalError", "temporary"],
        ["UnsupportedOperation.SomethingNew", "blocked"],
        ["InternalError.SomethingNew", "temporary"],
        ["ServiceUnavailable", "temporary"],
        ["FailedOperation.SomethingNew", "blocked"],
        ["InvalidParameterValue.SomethingNew", "blocked"],
        ["SomethingNew", "blocked"],
      ] as const
    ).map(([code, reason]) => [tencentError(code), reason, code] as const),
    // Success is "Ok" and nothing else.
    [tencentStatus("OK", "2026:1"), "blocked", "OK"],
    [tencentStatus("ok", "2026:1"), "blocked", "ok"],
    // A success without the id by which its receipt is known is not the documented answer.
    [tencentStatus("Ok", ""), "unknown"],
    [{ status: 200, body: { Response: { SendStatusSet: [], RequestId: "a" } } }, "unknown"],
    [{ status: 200, body: { Response: { RequestId: "a" } } }, "unknown"],
  ],
});

describe("what tencent is asked", () => {
  it("sends the template's two variables, and the message's id to come back", async () => {
    const vendor = await startVendor(tencentVendor(account));
    const provider = tencent.create(tencent.settings.parse(settings(vendor.url)));
    await provider.send(exampleMessage, new AbortController().signal);
    const [request] = vendor.requests;
    expect(request?.headers).toMatchObject({
      ...{ "x-tc-action": "SendSms", "x-tc-version": "2021-01-11", "x-tc-region": "ap-guangzhou" },
      "content-type": "application/json",
    });
    expect(JSON.parse(request?.body ?? "")).toEqual({
      ...{ PhoneNumberSet: ["+8613900000000"], SmsSdkAppId: "1400006666", SignName: "腾讯云" },
      ...{ TemplateId: "1110", TemplateParamSet: ["482913", "5"], SessionContext: exampleMessage.id },
    });
    await vendor.close();
  });
});

// Published vectors, and one made with the vendor's own SDK (providers.md, T1 to T3).
describe("the signature of Tencent", () => {
  const instances = {
    ...{ service: "cvm", timestamp: 1551113065 },
    body: String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`,
  };
  const headers = { "content-type": "application/json; charset=utf-8", host: "cvm.tencentcloudapi.com" };
  const id = `AKID${"*".repeat(32)}`;

  it("is the published one with the action among the signed headers", () => {
    const signing = { ...instances, headers: { ...headers, "x-tc-action": "DescribeInstances" } };
    // The vendor's page has the asterisks as the key itself.
    expect(authorization(signing, { id, secret: "*".repeat(32) })).toBe(
      `TC3-HMAC-SHA256 Credential=${id}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f`,
    );
  });

  it("is that of the older edition with two signed headers", () => {
    const secret = `Gu5t9xGARNpq86cd98joQYCN3${"*".repeat(7)}`;
    expect(authorization({ ...instances, headers }, { id, secret })).toContain(
      "SignedHeaders=content-type;host, Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
    );
  });

  it("is that of the vendor's SDK for a message", () => {
    const body = JSON.stringify({
      ...{ PhoneNumberSet: ["+8613900000000"], SmsSdkAppId: "1400006666", SignName: "腾讯云" },
      ...{ TemplateId: "1110", TemplateParamSet: ["123456", "5"] },
    });
    const signed = { "content-type": "application/json", host: "sms.tencentcloudapi.com" };
    const request = { service: "sms", timestamp: 1767323045, headers: signed, body };
    expect(authorization(request, { id: "testSecretId", secret: "testSecretKey" })).toBe(
      "TC3-HMAC-SHA256 Credential=testSecretId/2026-01-02/sms/tc3_request, SignedHeaders=content-type;host, Signature=89ca434ff05ac018e34c4018eb092b1392f38579e5244fad8c7af4453c445cff",
    );
  });
});
