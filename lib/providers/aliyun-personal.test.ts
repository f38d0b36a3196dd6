import { describe, expect, it } from "vitest";
import { aliyunRefusal, aliyunVendor } from "../testing/vendors/aliyun";
import { startVendor } from "../testing/vendors/vendor";
import { aliyunPersonal } from "./aliyun-personal";
import { describeProvider, exampleMessage } from "./provider.contract";

const account = {
  ...{ keyId: "LTAI5tTestKeyId", secret: "test-key-secret-of-aliyun" },
  ...{ signName: "速通互联验证码", templateCode: "100001" },
};
const start = () => startVendor(aliyunVendor(account));
const settings = (url: string) => ({
  ...{ ALIYUN_ACCESS_KEY_ID: account.keyId, ALIYUN_ACCESS_KEY_SECRET: account.secret },
  ...{ ALIYUN_SIGN_NAME: account.signName, ALIYUN_TEMPLATE_CODE: account.templateCode },
  ALIYUN_URL: url,
});

describeProvider("aliyun-personal", {
  ...{ module: aliyunPersonal, start, settings },
  wrongKey: { ALIYUN_ACCESS_KEY_ID: "LTAI5tUnknown" },
  required: [
    ...["ALIYUN_ACCESS_KEY_ID", "ALIYUN_ACCESS_KEY_SECRET"],
    ...["ALIYUN_SIGN_NAME", "ALIYUN_TEMPLATE_CODE"],
  ],
  vendorId: "112231421412414124123^4",
  refusals: {
    invalidNumber: aliyunRefusal("isv.MOBILE_NUMBER_ILLEGAL"),
    // Not documented for this product.
    blockedRecipient: null,
    numberThrottled: aliyunRefusal("biz.FREQUENCY"),
    callsThrottled: aliyunRefusal("Throttling.System", 400),
    outOfBalance: aliyunRefusal("isv.OUT_OF_SERVICE"),
    notApproved: aliyunRefusal("SmsSignNameNotExist"),
  },
  refusedWith200: { reply: aliyunRefusal("isv.INVALID_PARAMETERS"), reason: "blocked" },
  codes: [
    ...(
      [
        ["isv.PRODUCT_UNSUBSCRIBE", "misconfigured"],
        ["isv.PRODUCT_UN_SUBSCRIPT", "misconfigured"],
        ["isv.RAM_PERMISSION_DENY", "misconfigured"],
        ["isv.VERIFY_SCHEME_NOT_EXIST", "misconfigured"],
        ["isp.SYSTEM_ERROR", "temporary"],
        ["biz.SOMETHING_NEW", "blocked"],
      ] as const
    ).map(([code, reason]) => [aliyunRefusal(code), reason, code] as const),
    [{ status: 200, body: { Code: "OK", Success: false, Model: { BizId: "1^0" } } }, "unknown"],
  ],
});

describe("what aliyun-personal is asked", () => {
  const never = new AbortController().signal;

  it("sends our own code and its minutes in the template", async () => {
    const vendor = await startVendor(aliyunVendor(account));
    const provider = aliyunPersonal.create(aliyunPersonal.settings.parse(settings(vendor.url)));
    await provider.send(exampleMessage, never);
    expect(Object.fromEntries(vendor.requests[0]?.url.searchParams ?? [])).toEqual({
      ...{ PhoneNumber: "13900000000", SignName: account.signName, TemplateCode: account.templateCode },
      ...{ TemplateParam: '{"code":"482913","min":"5"}', Interval: "30", OutId: exampleMessage.id },
    });
    await vendor.close();
  });

  it("asks nothing for a number abroad, and leaves it to the next provider", async () => {
    const vendor = await startVendor(aliyunVendor(account));
    const provider = aliyunPersonal.create(aliyunPersonal.settings.parse(settings(vendor.url)));
    const sending = provider.send({ ...exampleMessage, to: "+85261234567" }, never);
    await expect(sending).rejects.toMatchObject({ reason: "blocked", vendorCode: "mainland-only" });
    expect(vendor.requests).toEqual([]);
    await vendor.close();
  });
});
