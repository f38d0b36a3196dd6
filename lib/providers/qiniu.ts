import "server-only";
// Qiniu Cloud SMS: a template of the account, filled with the code; mainland China and, by a call of its
// own, other countries.
//
// @see https://developer.qiniu.com/sms/5897/sms-api-send-message
// @see https://developer.qiniu.com/sms/10488/send-international-sms-api
// @see https://developer.qiniu.com/sms/5849/sms-error-code
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Receipt } from "../ports";
import { SendFailure } from "../send-failure";
import { defineProvider } from "./define";
import { type FailureTable, reasonFor } from "./failure-table";
import { json as answerJson, readBatch } from "./receipt-batch";
import { reasonOfStatus } from "./status-reason";
import { callVendor, parseReply, vendorUrl } from "./vendor-call";

const settings = z.object({
  QINIU_ACCESS_KEY: z.string().min(1),
  QINIU_SECRET_KEY: z.string().min(1),
  /** An approved verification template with the variable `code`. */
  QINIU_TEMPLATE_ID: z.string().min(1),
  QINIU_URL: vendorUrl("https://sms.qiniuapi.com"),
});

/** One number gives a message_id, several a job_id; receipts name them alike. */
const accepted = z.union([
  z.object({ message_id: z.string().min(1) }).transform((reply) => reply.message_id),
  z.object({ job_id: z.string().min(1) }).transform((reply) => reply.job_id),
]);

/** @see "消息推送", developer.qiniu.com/sms/5910 */
const receipt = z
  .object({
    ...{ message_id: z.string().optional(), job_id: z.string().optional() },
    status: z.enum(["DELIVRD", "FAILED"]),
  })
  .transform(
    ({ message_id, job_id, status }): Receipt => ({
      vendorId: message_id || job_id || "",
      delivery: status === "DELIVRD" ? "delivered" : "failed",
    }),
  );
const batch = z.object({ items: z.array(z.unknown()) }).transform(({ items }) => items);

const refusal = z.object({ error: z.string() });

export const qiniu = defineProvider({
  name: "qiniu",
  channels: ["sms"],
  settings,
  create({ QINIU_ACCESS_KEY, QINIU_SECRET_KEY, QINIU_TEMPLATE_ID, QINIU_URL }) {
    return {
      async send({ to, code }, signal) {
        const filled = { template_id: QINIU_TEMPLATE_ID, parameters: { code } };
        const [, mainland] = /^\+86(.+)$/.exec(to) ?? [];
        // No `seq`: what it would carry into receipts, the vendor's own message_id does.
        const call = mainland
          ? { path: "/v1/message/single", body: JSON.stringify({ ...filled, mobile: mainland }) }
          : { path: "/v1/message/oversea", body: JSON.stringify({ ...filled, mobiles: [to] }) };
        const url = new URL(call.path, QINIU_URL);
        const request = { method: "POST", url, contentType: "application/json", body: call.body } as const;
        const { status, text } = await callVendor(url, {
          headers: {
            "Content-Type": request.contentType,
            Authorization: qiniuToken(QINIU_ACCESS_KEY, QINIU_SECRET_KEY, request),
          },
          body: call.body,
          signal,
        });
        if (status < 200 || status > 299) throw refused(status, text);
        return { vendorId: parseReply(accepted, text) };
      },
    };
  },
  receipts: {
    read: ({ body }) => readBatch(body, receipt, batch),
    answer: answerJson({}),
  },
});

interface SignedRequest {
  method: "GET" | "POST";
  url: URL;
  contentType: string;
  /** Those that begin with `X-Qiniu-`. */
  headers?: Record<string, string>;
  body: string;
}

/**
 * The value of `Authorization`. It covers no time, so whoever reads a request can repeat it: https only.
 * @see https://developer.qiniu.com/sms/5897/sms-api-send-message
 */
export function qiniuToken(
  accessKey: string,
  secretKey: string,
  { method, url, contentType, headers = {}, body }: SignedRequest,
): string {
  const signed = [
    `${method} ${url.pathname}${url.search}`,
    `Host: ${url.host}`,
    `Content-Type: ${contentType}`,
    ...Object.keys(headers)
      .sort()
      .map((name) => `${name}: ${headers[name]}`),
    "",
    body,
  ].join("\n");
  const mac = createHmac("sha1", secretKey).update(signed).digest("base64");
  return `Qiniu ${accessKey}:${mac.replaceAll("+", "-").replaceAll("/", "_")}`;
}

function refused(status: number, text: string): SendFailure {
  try {
    const { error } = refusal.parse(JSON.parse(text));
    return new SendFailure(reasonFor(error, status, codes), error);
  } catch {
    return new SendFailure(reasonOfStatus(status), status);
  }
}

/**
 * The documented names; those for a bad number or too many messages are not among them.
 *
 * @see https://developer.qiniu.com/sms/5849/sms-error-code
 */
const codes: FailureTable = {
  misconfigured: [
    // The template: nothing else is looked up.
    "NotFoundError",
    // The spelling is theirs.
    ...["FreezedUserError", "InactivatedUseError", "AccountNeedCertified", "AccountBalanceNotEnough"],
  ],
  // Whether the number or the template is at fault, they do not say.
  blocked: ["InvalidQueryValue", "MalformedJSON"],
  temporary: ["ServerInternalError"],
};
