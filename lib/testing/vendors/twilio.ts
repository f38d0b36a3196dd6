// Twilio as its documents describe it: Basic authentication, a form with the fields of a message, the magic
// numbers of its test credentials, and the account resource.
import type { HttpReply, VendorRequest } from "./vendor";

export interface TwilioAccount {
  sid: string;
  token: string;
  /** A number or a messaging service of this account. */
  sender: { From: string } | { MessagingServiceSid: string };
}

export const twilioError = (code: number, status = 400): HttpReply => ({
  status,
  body: {
    ...{ code, message: "The number +8613900000000 was refused: 482913 is your code" },
    ...{ more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  },
});

export const twilioMessage = (more: Record<string, unknown> = {}): HttpReply => ({
  status: 201,
  body: {
    ...{ sid: "SM00000000000000000000000000000001", account_sid: "AC0", api_version: "2010-04-01" },
    ...{ status: "queued", error_code: null, error_message: null, num_segments: "1", price: null },
    ...{ date_created: "Sat, 21 Nov 2026 10:00:00 +0000", date_updated: null, date_sent: null },
    ...more,
  },
});

const magic: Record<string, number> = {
  "+15005550001": 21211,
  "+15005550002": 21612,
  "+15005550003": 21408,
  "+15005550004": 21610,
  "+15005550009": 21614,
};

export function twilioVendor(account: TwilioAccount, accountStatus = "active") {
  return ({ method, url, headers, body }: VendorRequest): HttpReply => {
    const root = `/2010-04-01/Accounts/${account.sid}`;
    const [scheme, login = ""] = String(headers.authorization ?? "").split(" ");
    const expected = `${account.sid}:${account.token}`;
    if (scheme !== "Basic" || Buffer.from(login, "base64").toString() !== expected) {
      return twilioError(20003, 401);
    }
    if (url.search !== "") return twilioError(20404, 404);
    if (method === "GET" && url.pathname === `${root}.json`) {
      return { status: 200, body: { sid: account.sid, status: accountStatus, type: "Full" } };
    }
    if (method !== "POST" || url.pathname !== `${root}/Messages.json`) return twilioError(20404, 404);
    if (headers["content-type"] !== "application/x-www-form-urlencoded") return twilioError(20001, 415);

    const form = new URLSearchParams(body);
    const [name, value] = Object.entries(account.sender)[0] ?? [];
    if (form.has("From") && form.has("MessagingServiceSid")) return twilioError(21212);
    if (!name || form.get(name) !== value) return twilioError(21606);
    const to = form.get("To") ?? "";
    if (magic[to]) return twilioError(magic[to]);
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return twilioError(21211);
    const text = form.get("Body") ?? "";
    if (text === "" || text.length > 1600) return twilioError(21602);
    const validity = form.get("ValidityPeriod") ?? "36000";
    if (!/^\d+$/.test(validity) || Number(validity) < 1 || Number(validity) > 36_000)
      return twilioError(21714);
    return twilioMessage();
  };
}
