import "server-only";
// Aliyun SMS. Mainland numbers get the template that the account has had approved (SendSms); all others the
// finished text (SendMessageToGlobe), which is another version of the API with other codes.
//
// @see "SendSms", help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
// @see "SendMessageToGlobe", help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2018-05-01-sendmessagetoglobe
import { z } from "zod";
import type { Message, Receipt } from "../ports";
import { aliyunFailure, callAliyun } from "./aliyun-signature";
import { defineProvider } from "./define";
import type { FailureTable } from "./failure-table";
import { json, readBatch } from "./receipt-batch";
import { readReply, vendorUrl } from "./vendor-call";

const settings = z.object({
  ALIYUN_ACCESS_KEY_ID: z.string().min(1),
  ALIYUN_ACCESS_KEY_SECRET: z.string().min(1),
  /** The text of the approved signature, without its brackets. */
  ALIYUN_SIGN_NAME: z.string().min(1),
  /** An approved template for verification codes whose one variable is `code`. */
  ALIYUN_TEMPLATE_CODE: z.string().min(1),
  /** Another region's host serves both calls too, e.g. https://dysmsapi.ap-southeast-1.aliyuncs.com. */
  ALIYUN_URL: vendorUrl("https://dysmsapi.aliyuncs.com"),
});

// A refusal may come with HTTP 200, so the body decides, whatever the status.
const refused = z.object({ Code: z.string().refine((code) => code !== "OK") });
const mainlandReply = z.union([z.object({ Code: z.literal("OK"), BizId: z.string().min(1) }), refused]);
const globeReply = z.union([
  z.object({ ResponseCode: z.literal("OK"), MessageId: z.string().min(1) }),
  z
    .object({ ResponseCode: z.string().refine((code) => code !== "OK") })
    .transform(({ ResponseCode }) => ({ Code: ResponseCode })),
  // The gateway in front of it has one name for its codes, whatever the product.
  refused,
]);
const queryReply = z.object({ Code: z.string() });

export const aliyun = defineProvider({
  name: "aliyun",
  channels: ["sms"],
  settings,
  create(settings) {
    const call = (version: string, action: string, parameters: Record<string, string>, signal: AbortSignal) =>
      callAliyun({ url: settings.ALIYUN_URL, version, action, parameters, key }, signal);
    const key = { id: settings.ALIYUN_ACCESS_KEY_ID, secret: settings.ALIYUN_ACCESS_KEY_SECRET };

    async function sendToMainland({ id, to, code }: Message, signal: AbortSignal) {
      const parameters = {
        PhoneNumbers: to.slice(mainland.length),
        SignName: settings.ALIYUN_SIGN_NAME,
        TemplateCode: settings.ALIYUN_TEMPLATE_CODE,
        TemplateParam: JSON.stringify({ code }),
        // Comes back with the receipt.
        OutId: id,
      };
      const answer = await call("2017-05-25", "SendSms", parameters, signal);
      const reply = readReply(mainlandReply, answer);
      if (!("BizId" in reply)) throw aliyunFailure(reply.Code, answer.status, mainlandCodes);
      return { vendorId: reply.BizId };
    }

    async function sendAbroad({ id, to, text, minutes }: Message, signal: AbortSignal) {
      const parameters = {
        To: to.slice(1),
        Message: text,
        Type: "OTP",
        // Comes back with the receipt.
        TaskId: id,
        // A code that is over need not arrive.
        ValidityPeriod: String(minutes * 60),
      };
      const answer = await call("2018-05-01", "SendMessageToGlobe", parameters, signal);
      const reply = readReply(globeReply, answer);
      if (!("MessageId" in reply)) throw aliyunFailure(reply.Code, answer.status, globeCodes);
      return { vendorId: reply.MessageId };
    }

    return {
      send: (message, signal) =>
        message.to.startsWith(mainland) ? sendToMainland(message, signal) : sendAbroad(message, signal),

      /**
       * Asks what was sent to one number today, which costs nothing.
       *
       * @see "QuerySendDetails", help.aliyun.com/en/sms/developer-reference/api-dysmsapi-2017-05-25-querysenddetails
       */
      async check(signal) {
        const parameters = {
          ...{ PhoneNumber: "13900000000", SendDate: beijingDay(Date.now()) },
          ...{ PageSize: "1", CurrentPage: "1" },
        };
        const answer = await call("2017-05-25", "QuerySendDetails", parameters, signal);
        const { Code } = readReply(queryReply, answer);
        // A key that may send and nothing else is a good key: its signature was believed.
        if (Code !== "OK" && Code !== "isp.RAM_PERMISSION_DENY")
          throw aliyunFailure(Code, answer.status, mainlandCodes);
      },
    };
  },
  receipts: {
    read: ({ body }) => readBatch(body, receipt),
    answer: json({ code: 0, msg: "OK" }),
  },
});

/** @see "SmsReport-HTTP批量推送模式" (mainland), "SmsReport" (abroad: "1" arrived, "2" failed, "6" expired) */
const receipt = z.union([
  z
    .object({ biz_id: z.string(), success: z.boolean() })
    .transform(
      ({ biz_id, success }): Receipt => ({ vendorId: biz_id, delivery: success ? "delivered" : "failed" }),
    ),
  z.object({ MessageId: z.string(), Status: z.enum(["1", "2", "6"]) }).transform(
    ({ MessageId, Status }): Receipt => ({
      vendorId: MessageId,
      delivery: Status === "1" ? "delivered" : "failed",
    }),
  ),
]);

/** Hong Kong, Macao and Taiwan have dialling codes of their own. */
const mainland = "+86";

/** @see "国内消息API错误码", help.aliyun.com */
const mainlandCodes: FailureTable = {
  "invalid-address": ["isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT"],
  blocked: [
    ...["isv.BLACK_KEY_CONTROL_LIMIT", "isv.SMS_CONTENT_ILLEGAL"],
    // The template is for other countries, whose numbers must not lose this provider for one that is not.
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
    // Which one, it does not say: it may be the number.
    "isv.INVALID_PARAMETERS",
  ],
  // Per number; then the caps that the account has set for itself.
  throttled: ["isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"],
  misconfigured: [
    ...["isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE"],
    ...["isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_SIGN_ILLEGAL", "isv.SIGN_NAME_ILLEGAL"],
    ...["isv.SIGN_STATE_ILLEGAL", "isv.SMS_SIGNATURE_SCENE_ILLEGAL"],
    ...["isv.SMS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS", "isv.TEMPLATE_PARAMS_ILLEGAL"],
    ...["isv.INVALID_JSON_PARAM", "isv.PARAM_LENGTH_LIMIT", "isv.PARAM_NOT_SUPPORT_URL"],
    ...["isp.RAM_PERMISSION_DENY", "isv.PRODUCT_UN_SUBSCRIPT", "isv.PRODUCT_UNSUBSCRIBE"],
    ...["isv.ACCOUNT_NOT_EXISTS", "isv.ACCOUNT_ABNORMAL"],
    // This server stands outside mainland China.
    "isv.DENY_IP_RANGE",
  ],
};

/** @see "International error codes", alibabacloud.com/help */
const globeCodes: FailureTable = {
  "invalid-address": ["MOBILE_NUMBER_ILLEGAL", "MOBILE_COUNT_OVER_LIMIT"],
  // Which parameter is invalid, the second does not say: it may be the number.
  blocked: ["SMS_CONTENT_CODE_ILLEGAL", "INVALID_PARAMETERS"],
  misconfigured: [
    ...["INVALID_SENDERID", "FORBIDDEN_ACTION", "OUT_OF_SERVICE", "ACCOUNT_NOT_EXISTS"],
    ...["SMS_SIGN_NAME_ILLEGAL", "CONTENT_MISSING_PARAMETERS"],
  ],
};

/** The vendor's day, as yyyyMMdd. */
const beijingDay = (now: number) =>
  new Date(now + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", "");
