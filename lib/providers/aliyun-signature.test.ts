// Published vectors of the signature, and two made with the vendor's own SDK (providers.md, A1 to A5).
import { describe, expect, it } from "vitest";
import { aliyunFailure, authorization, canonicalQuery, signedHeaders } from "./aliyun-signature";

const signatureIn = (header: string) => /Signature=(\w+)$/.exec(header)?.[1];
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

describe("the signature of Aliyun", () => {
  // The overview table of the vendor's page prints the first signature beside the second date and nonce.
  it.each([
    [
      ...["2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d"],
      "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    ],
    [
      ...["2023-10-26T09:01:01Z", "d410180a5abf7fe235dd9b74aca91fc0"],
      "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804",
    ],
  ] as [string, string, string][])("is the published one for %s", (date, nonce, published) => {
    const query = canonicalQuery({
      RegionId: "cn-shanghai",
      ImageId: "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
    });
    const call = {
      ...{ url: new URL("https://ecs.cn-shanghai.aliyuncs.com"), action: "RunInstances" },
      ...{ version: "2014-05-26", key: { id: "YourAccessKeyId", secret: "YourAccessKeySecret" } },
    };
    const headers = signedHeaders(call, query, Date.parse(date), nonce);
    expect(headers.authorization).toBe(
      `ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=${published}`,
    );
    expect(headers["x-acs-content-sha256"]).toBe(emptyHash);
  });

  it("is the published one of the vendor's SDK for a call without method, path and host", () => {
    const request = {
      ...{ method: "undefined", path: "", query: canonicalQuery({ test: "ok", empty: "" }) },
      // The SDK joins headers whose names differ in case only.
      headers: { "x-acs-test": "http,https" },
      payloadHash: "55e12e91650d2fec56ec74e1d3e4ddbfce2ef3a65890c2a19ecf88a307e76a23",
    };
    expect(authorization(request, { id: "acesskey", secret: "secret" })).toBe(
      "ACS3-HMAC-SHA256 Credential=acesskey,SignedHeaders=x-acs-test,Signature=0f2d549523cf082c83bb8135b5863614f7fe16ca7c2c7fc537e74d67374eeeac",
    );
  });

  const sms = { PhoneNumbers: "13900000000", SignName: "阿里云", TemplateCode: "SMS_154950909" };
  const personal = { PhoneNumber: "13900000000", SignName: "速通互联验证码", TemplateCode: "100001" };
  it.each([
    [
      "dysmsapi.aliyuncs.com",
      "SendSms",
      { ...sms, TemplateParam: '{"code":"123456"}' },
      "8322f273101f7289a248054d2315c407cc273802d9bbeee34bc707675ab21df2",
    ],
    [
      "dypnsapi.aliyuncs.com",
      "SendSmsVerifyCode",
      { ...personal, TemplateParam: '{"code":"123456","min":"5"}' },
      "c6220800ed8056deb195091c85219d59e9b3d3d958af77c704895b4922eb3f7c",
    ],
  ] satisfies [string, string, Record<string, string>, string][])(
    "is that of the vendor's SDK for %s %s",
    (host, action, parameters, signature) => {
      const headers = signedHeaders(
        {
          ...{ url: new URL(`https://${host}`), action, version: "2017-05-25" },
          key: { id: "testAccessKeyId", secret: "testAccessKeySecret" },
        },
        canonicalQuery(parameters),
        Date.UTC(2026, 0, 2, 3, 4, 5, 678),
        "0123456789abcdef0123456789abcdef",
      );
      expect(signatureIn(headers.authorization)).toBe(signature);
    },
  );

  it("encodes a query as RFC 3986 has it, and sorts it by code points", () => {
    expect(canonicalQuery({ b: "a b+c", a: "!'()*~", B: "é/" })).toBe(
      "B=%C3%A9%2F&a=%21%27%28%29%2A~&b=a%20b%2Bc",
    );
  });
});

describe("codes of Aliyun's gateway", () => {
  it.each([
    ["Throttling", "throttled"],
    ["Throttling.User", "throttled"],
    ["Throttling.Api", "throttled"],
    ["InvalidAccessKeyId.NotFound", "misconfigured"],
    ["InvalidAccessKeyId.Inactive", "misconfigured"],
    ["SignatureDoesNotMatch", "misconfigured"],
    ["InvalidTimeStamp.Expired", "misconfigured"],
    ["SignatureNonceUsed", "unknown"],
    ["InternalError", "temporary"],
    ["InternalError.Somewhere", "temporary"],
    ["ServiceUnavailable", "temporary"],
    ["ServiceUnavailable.Somewhere", "temporary"],
    ["isp.SYSTEM_ERROR", "temporary"],
    ["isp.SOMETHING_NEW", "blocked"],
    ["isv.TEMPLATE_NEW_FAULT", "misconfigured"],
    ["isv.SOMETHING_NEW", "blocked"],
    ["SomethingNew", "blocked"],
  ])("take %s for %s", (code, reason) => {
    for (const status of [200, 400, 403, 404]) {
      expect(aliyunFailure(code, status, {})).toMatchObject({ reason, vendorCode: code });
    }
  });

  it.each([500, 503])("take what nobody lists for an outage beside the status %s", (status) => {
    expect(aliyunFailure("SomethingNew", status, {}).reason).toBe("temporary");
  });

  it("count less than a code that the product lists", () => {
    expect(aliyunFailure("isv.LISTED", 500, { throttled: ["isv.LISTED"] }).reason).toBe("throttled");
  });
});
