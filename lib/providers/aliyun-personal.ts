import "server-only";
// Aliyun's channel for individuals: no licence and no approval, but a free signature and a free template from
// the console, and mainland numbers only. The code is ours, so the vendor cannot check it: we do.
//
// @see "SendSmsVerifyCode" and "SMS verification for individual developers", help.aliyun.com
import { z } from "zod";
import { SendFailure } from "../send-failure";
import { aliyunFailure, callAliyun } from "./aliyun-signature";
import { defineProvider } from "./define";
import type { FailureTable } from "./failure-table";
import { readReply, vendorUrl } from "./vendor-call";

const settings = z.object({
  ALIYUN_ACCESS_KEY_ID: z.string().min(1),
  ALIYUN_ACCESS_KEY_SECRET: z.string().min(1),
  /** One of the free signatures; own ones are not taken here. */
  ALIYUN_SIGN_NAME: z.string().min(1),
  /** One of the free templates, e.g. 100001; their variables are `code` and `min`. */
  ALIYUN_TEMPLATE_CODE: z.string().min(1),
  ALIYUN_URL: vendorUrl("https://dypnsapi.aliyuncs.com"),
});

const reply = z.union([
  z.object({
    Code: z.literal("OK"),
    Success: z.literal(true),
    Model: z.object({ BizId: z.string().min(1) }),
  }),
  // A refusal may come with HTTP 200, so the body decides, whatever the status.
  z.object({ Code: z.string().refine((code) => code !== "OK") }),
]);

export const aliyunPersonal = defineProvider({
  name: "aliyun-personal",
  channels: ["sms"],
  settings,
  create(settings) {
    const key = { id: settings.ALIYUN_ACCESS_KEY_ID, secret: settings.ALIYUN_ACCESS_KEY_SECRET };
    return {
      async send({ id, to, code, minutes }, signal) {
        // The next provider shall have its turn, and mainland numbers shall keep this one: a number from abroad
        // must neither stop the route nor make this provider look ill.
        if (!to.startsWith("+86")) throw new SendFailure("blocked", "mainland-only");
        const parameters = {
          PhoneNumber: to.slice(3),
          SignName: settings.ALIYUN_SIGN_NAME,
          TemplateCode: settings.ALIYUN_TEMPLATE_CODE,
          TemplateParam: JSON.stringify({ code, min: String(minutes) }),
          // Its default is our cooldown, counted from a little later: a send on the dot would be refused.
          Interval: "30",
          // Comes back with the receipt.
          OutId: id,
        };
        const call = { url: settings.ALIYUN_URL, version: "2017-05-25", action: "SendSmsVerifyCode" };
        const answer = await callAliyun({ ...call, parameters, key }, signal);
        const read = readReply(reply, answer);
        if (!("Model" in read)) throw aliyunFailure(read.Code, answer.status, codes);
        return { vendorId: read.Model.BizId };
      },
    };
  },
});

/** @see "API return codes" of PNVS, help.aliyun.com; `biz.FREQUENCY` is missing there and the commonest */
const codes: FailureTable = {
  "invalid-address": ["isv.MOBILE_NUMBER_ILLEGAL"],
  // Which parameter is invalid, it does not say: it may be the number.
  blocked: ["isv.INVALID_PARAMETERS"],
  throttled: ["biz.FREQUENCY", "isv.BUSINESS_LIMIT_CONTROL"],
  misconfigured: [
    ...["isv.OUT_OF_SERVICE", "isv.PRODUCT_UNSUBSCRIBE", "isv.PRODUCT_UN_SUBSCRIPT"],
    ...["isv.RAM_PERMISSION_DENY", "isp.RAM_PERMISSION_DENY"],
    ...["isv.VERIFY_SCHEME_NOT_EXIST", "SmsSignNameNotExist"],
  ],
};
