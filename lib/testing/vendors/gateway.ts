// An aggregator as there are many: AppKey and AppSecret in a JSON body, one field of the reply for success.
import type { HttpReply, VendorRequest } from "./vendor";

export interface GatewayAccount {
  appKey: string;
  appSecret: string;
  templateId: string;
}

export const gatewayReply = (code: number, status = 200): HttpReply => ({
  status,
  body: { data: { code, message: "+8613900000000: 482913" } },
});

export function gatewayVendor(account: GatewayAccount) {
  return ({ method, url, headers, body }: VendorRequest): HttpReply => {
    if (method !== "POST" || url.pathname !== "/sms/v2/send") return gatewayReply(404, 404);
    if (headers["content-type"] !== "application/json") return gatewayReply(415, 415);
    const { appKey, appSecret, templateId, phone, code, minutes } = JSON.parse(body) as Record<
      string,
      unknown
    >;
    if (appKey !== account.appKey || appSecret !== account.appSecret) return gatewayReply(401, 401);
    if (templateId !== account.templateId || minutes !== "5") return gatewayReply(1003);
    if (!/^\+[1-9]\d{6,14}$/.test(String(phone)) || !/^\d{6}$/.test(String(code))) return gatewayReply(1002);
    return gatewayReply(0);
  };
}
