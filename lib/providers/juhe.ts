import "server-only";
// Juhe (聚合数据) SMS: a template of the account, filled with the code, to mainland numbers. The key is the only
// credential and travels with every call, so the call is never a GET: URLs end up in logs.
//
// @see https://www.juhe.cn/docs/api/id/54
import { z } from "zod";
import { SendFailure } from "../send-failure";
import { defineProvider } from "./define";
import { type FailureTable, reasonFor } from "./failure-table";
import { callVendor, readReply, vendorUrl } from "./vendor-call";

const settings = z.object({
  JUHE_KEY: z.string().min(1),
  /** An approved template with the variable `code`. */
  JUHE_TEMPLATE_ID: z.string().min(1),
  JUHE_URL: vendorUrl("https://v.juhe.cn"),
});

const written = z.union([z.string(), z.number()]).transform(String);

const reply = z.object({
  error_code: written,
  // null or a list when the message was refused
  result: z.object({ sid: written }).optional().catch(undefined),
});

export const juhe = defineProvider({
  name: "juhe",
  channels: ["sms"],
  settings,
  create({ JUHE_KEY, JUHE_TEMPLATE_ID, JUHE_URL }) {
    return {
      async send({ to, code }, signal) {
        const [, mobile] = /^\+86(1\d{10})$/.exec(to) ?? [];
        if (!mobile) throw new SendFailure("blocked", "mainland-only");
        const { status, text } = await callVendor(new URL("/sms/send", JUHE_URL), {
          headers: { "Content-Type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({
            ...{ key: JUHE_KEY, mobile, tpl_id: JUHE_TEMPLATE_ID, dtype: "json" },
            vars: JSON.stringify({ code }),
          }).toString(),
          signal,
        });
        const { error_code, result } = readReply(reply, { status, text: withSidAsText(text) });
        if (error_code !== "0") throw new SendFailure(reasonFor(error_code, status, codes), error_code);
        if (!result) throw new SendFailure("unknown", "unreadable-reply");
        return { vendorId: result.sid };
      },
    };
  },
});

/** Its ids may be numbers beyond 2^53, which JSON.parse would round. */
const withSidAsText = (json: string) => json.replace(/("sid"\s*:\s*)(\d+)/g, '$1"$2"');

/** As agreeing public clients list them. */
const codes: FailureTable = {
  "invalid-address": ["205401"],
  // Not sent, for any cause: only a sentence tells whether it is this number.
  blocked: ["205404"],
  // To this number, which may also be one that behaves oddly; of our IP address.
  throttled: ["205405", "10011"],
  misconfigured: [
    // The template: unknown; not approved.
    ...["205402", "205406"],
    // Messages or calls that were paid for are used up, also those of a test key.
    ...["205408", "10012", "10013"],
    // The key: wrong, without permission, expired, of nobody certified, of an unknown source, banned.
    ...["10001", "10002", "10003", "10005", "10007", "10009"],
    // Our IP address is banned; the interface was stopped.
    ...["10008", "10021"],
  ],
  // Network; busy; internal; maintenance.
  temporary: ["205403", "205409", "10014", "10020"],
};
