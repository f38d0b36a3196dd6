import "server-only";
// Tencent Cloud SMS: an approved template, for all countries that the template's kind covers. Every answer is
// HTTP 200; a message is taken only when the status of its own number is exactly "Ok".
//
// @see "发送短信 SendSms", cloud.tencent.com/document/api/382/55981
import { createHash, createHmac } from "node:crypto";
import { z } from "zod";
import type { Receipt } from "../ports";
import { SendFailure } from "../send-failure";
import { defineProvider } from "./define";
import { type FailureTable, reasonFor } from "./failure-table";
import { json, readBatch } from "./receipt-batch";
import { callVendor, readReply, vendorUrl } from "./vendor-call";

const settings = z.object({
  TENCENT_SECRET_ID: z.string().min(1),
  TENCENT_SECRET_KEY: z.string().min(1),
  /** Of the application in the SMS console; not the account's AppId. */
  TENCENT_SMS_SDK_APP_ID: z.string().min(1),
  /** The text of the approved signature, not its number. */
  TENCENT_SIGN_NAME: z.string().min(1),
  /** An approved template with two variables: {1} is the code, {2} the minutes it is valid. */
  TENCENT_TEMPLATE_ID: z.string().min(1),
  TENCENT_REGION: z.string().min(1).default("ap-guangzhou"),
  /** Accounts of the international site: https://sms.intl.tencentcloudapi.com. */
  TENCENT_URL: vendorUrl("https://sms.tencentcloudapi.com"),
});

const refused = z.object({ Code: z.string().refine((code) => code !== "Ok") });
const taken = z.object({ Code: z.literal("Ok"), SerialNo: z.string().min(1) });
const reply = z.object({
  Response: z.union([
    z.object({ Error: refused }).transform(({ Error: status }) => status),
    z
      .object({ SendStatusSet: z.tuple([z.union([taken, refused])]) })
      .transform(({ SendStatusSet: [status] }) => status),
  ]),
});

export const tencent = defineProvider({
  name: "tencent",
  channels: ["sms"],
  settings,
  create(settings) {
    const key = { id: settings.TENCENT_SECRET_ID, secret: settings.TENCENT_SECRET_KEY };
    const url = new URL("/", settings.TENCENT_URL);
    return {
      async send({ id, to, code, minutes }, signal) {
        const body = JSON.stringify({
          PhoneNumberSet: [to],
          SmsSdkAppId: settings.TENCENT_SMS_SDK_APP_ID,
          SignName: settings.TENCENT_SIGN_NAME,
          TemplateId: settings.TENCENT_TEMPLATE_ID,
          TemplateParamSet: [code, String(minutes)],
          SessionContext: id,
        });
        const timestamp = Math.floor(Date.now() / 1000);
        const signed = { "content-type": "application/json", host: url.host, "x-tc-action": "SendSms" };
        const { host, ...headers } = signed;
        const answer = await callVendor(url, {
          headers: {
            ...headers,
            "x-tc-version": "2021-01-11",
            "x-tc-timestamp": String(timestamp),
            "x-tc-region": settings.TENCENT_REGION,
            authorization: authorization({ service: "sms", timestamp, headers: signed, body }, key),
          },
          body,
          signal,
        });
        const { Response: status } = readReply(reply, answer);
        if (!("SerialNo" in status))
          throw new SendFailure(reasonFor(status.Code, answer.status, codes), status.Code);
        return { vendorId: status.SerialNo };
      },
    };
  },
  receipts: {
    read: ({ body }) => readBatch(body, receipt),
    answer: json({ result: 0, errmsg: "OK" }),
  },
});

/** @see "SMS Sending Status Notification", cloud.tencent.com (api 382/43547) */
const receipt = z.object({ sid: z.string(), report_status: z.enum(["SUCCESS", "FAIL"]) }).transform(
  ({ sid, report_status }): Receipt => ({
    vendorId: sid,
    delivery: report_status === "SUCCESS" ? "delivered" : "failed",
  }),
);

/**
 * The Authorization header (TC3-HMAC-SHA256) over these headers, which have lower-case names.
 *
 * @see "签名方法 v3", cloud.tencent.com
 */
export function authorization(
  request: {
    service: string;
    /** Seconds; the vendor takes five minutes either way. */
    timestamp: number;
    headers: Record<string, string>;
    body: string;
  },
  key: { id: string; secret: string },
): string {
  const day = new Date(request.timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${day}/${request.service}/tc3_request`;
  const names = Object.keys(request.headers).sort();
  const canonical = [
    ...["POST", "/", ""],
    ...names.map((name) => `${name}:${request.headers[name]?.trim().toLowerCase()}`),
    ...["", names.join(";"), sha256(request.body)],
  ].join("\n");
  const toSign = ["TC3-HMAC-SHA256", request.timestamp, scope, sha256(canonical)].join("\n");
  const signing = hmac(hmac(hmac(`TC3${key.secret}`, day), request.service), "tc3_request");
  const signature = hmac(signing, toSign).toString("hex");
  return `TC3-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** @see github.com/TencentCloud/tencentcloud-sdk-go tencentcloud/sms/v20210111/errors.go: the spelling is theirs */
const codes: FailureTable = {
  "invalid-address": [
    ...["InvalidParameterValue.IncorrectPhoneNumber", "FailedOperation.PhoneNumberParseFail"],
    "MissingParameter.EmptyPhoneNumberSet",
  ],
  blocked: [
    ...["FailedOperation.PhoneNumberInBlacklist", "FailedOperation.ContainSensitiveWord"],
    // A country that this vendor does not serve, or not with this kind of template; another one may.
    ...["UnsupportedOperation.UnsuportedRegion", "UnsupportedOperation*"],
  ],
  throttled: [
    ...["LimitExceeded.PhoneNumberThirtySecondLimit", "LimitExceeded.PhoneNumberOneHourLimit"],
    ...["LimitExceeded.PhoneNumberDailyLimit", "LimitExceeded.PhoneNumberSameContentDailyLimit"],
    ...["LimitExceeded.DeliveryFrequencyLimit", "LimitExceeded.AppDailyLimit", "LimitExceeded.DailyLimit"],
    ...["LimitExceeded.PhoneNumberCountLimit", "LimitExceeded*", "RequestLimitExceeded*"],
  ],
  misconfigured: [
    "FailedOperation.InsufficientBalanceInSmsPackage",
    "UnauthorizedOperation.SerivceSuspendDueToArrears",
    ...["FailedOperation.SignatureIncorrectOrUnapproved", "FailedOperation.TemplateIncorrectOrUnapproved"],
    ...["FailedOperation.MissingSignature", "InvalidParameterValue.TemplateParameterFormatError"],
    ...["InvalidParameterValue.TemplateParameterLengthLimit", "InvalidParameterValue.ContentLengthLimit"],
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
    ...["AuthFailure*", "UnauthorizedOperation*", "InvalidParameterValue.SdkAppIdNotExist"],
    // One number at a time cannot be of two kinds: the request is ours to mend.
    "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber",
    // Our clock is wrong.
    "InternalError.RequestTimeException",
  ],
  temporary: [
    ...["InternalError.Timeout", "InternalError.SendAndRecvFail", "InternalError.OtherError"],
    ...["InternalError.UnknownError", "InternalError", "InternalError*", "ServiceUnavailable*"],
  ],
};
