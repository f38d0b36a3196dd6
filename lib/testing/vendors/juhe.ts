// Juhe's SMS as agreeing public clients use it: one form with the key in it, always answered with status 200.
// This one takes no GET, which would show the key and the code in a URL.
import type { HttpReply, VendorRequest } from "./vendor";

export interface JuheAccount {
  key: string;
  templateId: string;
}

export const juheError = (error_code: number, result: null | [] = null): HttpReply => ({
  status: 200,
  body: { reason: "13900000000: 482913", result, error_code },
});

/** Beyond 2^53, as a number: written by hand, because JSON.stringify could not. */
export const juheSid = "17093018113450119001";

const accepted: HttpReply = {
  status: 200,
  body: `{"reason":"操作成功","result":{"sid":${juheSid},"fee":1,"count":1},"error_code":0}`,
};

export function juheVendor({ key, templateId }: JuheAccount) {
  return ({ method, url, headers, body }: VendorRequest): HttpReply => {
    if (method !== "POST" || url.pathname !== "/sms/send" || url.search !== "") return juheError(10021);
    if (headers["content-type"] !== "application/x-www-form-urlencoded") return juheError(10001);
    const form = new URLSearchParams(body);
    if (form.get("key") !== key) return juheError(10001, []);
    if (form.get("tpl_id") !== templateId) return juheError(205402);
    if (!/^1\d{10}$/.test(form.get("mobile") ?? "")) return juheError(205401);
    const vars = JSON.parse(form.get("vars") ?? "null") as Record<string, unknown> | null;
    if (!/^\d{4,6}$/.test(String(vars?.code)) || typeof vars?.code !== "string") return juheError(205404);
    return accepted;
  };
}
