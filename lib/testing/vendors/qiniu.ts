// Qiniu Cloud SMS as its documents describe it: the signature is computed again from the bytes that arrived,
// then the fields of the two calls. What it says of a wrong signature is not documented: 401 is a guess.
import { createHmac } from "node:crypto";
import type { HttpReply, VendorRequest } from "./vendor";

export interface QiniuAccount {
  accessKey: string;
  secretKey: string;
  templateId: string;
}

export const qiniuError = (error: string, status = 400): HttpReply => ({
  status,
  body: { error, message: "about 13900000000 and 482913", request_id: "uZyOLgh5jN-_DJ8V" },
});

export const qiniuMessageId = "10136849930241941504";

export function qiniuVendor({ accessKey, secretKey, templateId }: QiniuAccount) {
  return ({ method, url, headers, body }: VendorRequest): HttpReply => {
    const [, key, mac] = /^Qiniu ([^:]+):([\w=-]+)$/.exec(String(headers.authorization ?? "")) ?? [];
    const signed = `${method} ${url.pathname}\nHost: ${headers.host}\nContent-Type: ${headers["content-type"]}\n\n${body}`;
    const right = createHmac("sha1", secretKey).update(signed).digest();
    if (key !== accessKey || !right.equals(Buffer.from(mac ?? "", "base64url"))) {
      return qiniuError("BadToken", 401);
    }
    if (mac?.length !== 28) return qiniuError("BadToken", 401);
    if (method !== "POST" || url.search !== "") return qiniuError("NotFoundError", 404);
    if (headers["content-type"] !== "application/json") return qiniuError("MalformedJSON");

    const { template_id, parameters, ...rest } = JSON.parse(body) as Record<string, unknown>;
    if (template_id !== templateId) return qiniuError("NotFoundError", 404);
    const values = Object.values((parameters ?? {}) as Record<string, unknown>);
    // Templates for codes take digits only.
    if (values.length === 0 || values.some((value) => !/^\d{0,6}$/.test(String(value)))) {
      return qiniuError("InvalidQueryValue");
    }
    const wanted =
      url.pathname === "/v1/message/single"
        ? /^\{"mobile":"1\d{10}"\}$/
        : url.pathname === "/v1/message/oversea"
          ? /^\{"mobiles":\["\+[1-9]\d{6,14}"\]\}$/
          : /$^/;
    if (!wanted.test(JSON.stringify(rest))) return qiniuError("InvalidQueryValue");
    return { status: 200, body: { message_id: qiniuMessageId } };
  };
}
