import { describe, expect, it } from "vitest";
import { qiniuError, qiniuMessageId, qiniuVendor } from "../testing/vendors/qiniu";
import { startVendor } from "../testing/vendors/vendor";
import { describeProvider, exampleMessage } from "./provider.contract";
import { qiniu, qiniuToken } from "./qiniu";

const account = { accessKey: "test-access-key", secretKey: "test-secret-key-of-qiniu", templateId: "tpl-1" };
const settings = (url: string) => ({
  ...{ QINIU_ACCESS_KEY: account.accessKey, QINIU_SECRET_KEY: account.secretKey },
  ...{ QINIU_TEMPLATE_ID: account.templateId, QINIU_URL: url },
});

describeProvider("qiniu", {
  ...{ module: qiniu, start: () => startVendor(qiniuVendor(account)), settings },
  // What it answers to a wrong key is not documented; with 401 it would be the usual.
  wrongKey: { QINIU_SECRET_KEY: "another-secret-key" },
  required: ["QINIU_ACCESS_KEY", "QINIU_SECRET_KEY", "QINIU_TEMPLATE_ID"],
  vendorId: qiniuMessageId,
  refusals: {
    // Its documents name these in receipts only, not in answers to a call.
    ...{ invalidNumber: null, blockedRecipient: null, numberThrottled: null, callsThrottled: null },
    outOfBalance: qiniuError("AccountBalanceNotEnough", 403),
    notApproved: null,
  },
  refusedWith200: null,
  codes: [
    [qiniuError("ServerInternalError", 500), "temporary", "ServerInternalError"],
    [qiniuError("InvalidQueryValue"), "blocked", "InvalidQueryValue"],
    [qiniuError("MalformedJSON"), "blocked", "MalformedJSON"],
    [qiniuError("NotFoundError", 404), "misconfigured", "NotFoundError"],
    [qiniuError("FreezedUserError", 403), "misconfigured", "FreezedUserError"],
    [qiniuError("InactivatedUseError", 403), "misconfigured", "InactivatedUseError"],
    [qiniuError("AccountNeedCertified", 403), "misconfigured", "AccountNeedCertified"],
    [qiniuError("SomethingNew"), "blocked", "SomethingNew"],
    [qiniuError("SomethingNew", 403), "blocked", "SomethingNew"],
    [qiniuError("SomethingNew", 503), "temporary", "SomethingNew"],
    [{ status: 403, body: "<html>forbidden</html>" }, "misconfigured", "403"],
    [qiniuError("SomethingNew", 429), "throttled", "SomethingNew"],
  ],
});

describe("the signature of Qiniu", () => {
  const json = { contentType: "application/json", body: '{"name": "test"}' };
  const form = { ...json, contentType: "application/x-www-form-urlencoded" };
  const headers = { "X-Qiniu-Bbb": "BBB", "X-Qiniu-Aaa": "DDD" };
  const sms = new URL("https://sms.qiniuapi.com/v1/message/single");
  const filled = '{"template_id":"tpl","mobile":"13900000000","parameters":{"code":"123456"}}';

  it.each([
    ["Q1", { ...json, method: "POST", url: new URL("http://rs.qbox.me") }, "IlW01tHjGQ0pGPXV_3jjR1AdD34="],
    [
      "Q2",
      { ...json, method: "GET", url: new URL("http://upload.qiniup.com"), headers },
      "eOaX4RziJPW9ywnJ02jshmEMfhI=",
    ],
    ["Q3", { ...form, method: "GET", url: new URL("http://rs.qbox.me") }, "CK4wBVOL6sLbVE4G4mrXqL_yEc4="],
    ["Q4", { ...json, method: "POST", url: sms, body: filled }, "ggZx_mF4COYKl1D-H8fk4FFxvxE="],
  ] as const)("is that of the vendor's own client: %s", (_, request, mac) => {
    expect(qiniuToken("ak", "sk", request)).toBe(`Qiniu ak:${mac}`);
  });
});

describe("the provider qiniu, beyond the contract", () => {
  it.each([
    ["+8613900000000", "/v1/message/single", { mobile: "13900000000" }],
    ["+4915123456789", "/v1/message/oversea", { mobiles: ["+4915123456789"] }],
  ])("sends to %s by %s", async (to, path, fields) => {
    const vendor = await startVendor(qiniuVendor(account));
    const provider = qiniu.create(qiniu.settings.parse(settings(vendor.url)));
    await provider.send({ ...exampleMessage, to }, new AbortController().signal);
    const [request] = vendor.requests;
    expect(request?.url.pathname).toBe(path);
    expect(JSON.parse(request?.body ?? "")).toEqual({
      ...{ template_id: account.templateId, parameters: { code: exampleMessage.code } },
      ...fields,
    });
    await vendor.close();
  });
});
