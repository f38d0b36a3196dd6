// The phones of attackers and of those they are after: a vendor of text messages whose messages can be read.
import { twilioMessage, twilioVendor } from "@/lib/testing/vendors/twilio";
import { startVendor } from "@/lib/testing/vendors/vendor";
import type { Message } from "./attack";

export interface Phones {
  /** What makes an application send through it. */
  settings: Record<string, string>;
  messagesTo(number: string): Promise<Message[]>;
  close(): Promise<void>;
}

export async function startPhones(): Promise<Phones> {
  const account = {
    sid: "AC0123456789abcdef",
    token: "token-of-the-double",
    sender: { From: "+15005550006" },
  };
  const judge = twilioVendor(account);
  const messages = new Map<string, Message[]>();
  let count = 0;
  const vendor = await startVendor((request) => {
    const answer = judge(request);
    if (answer.status !== 201) return answer;
    const form = new URLSearchParams(request.body);
    const [to, text] = [form.get("To") ?? "", form.get("Body") ?? ""];
    const sid = `SM${String(++count).padStart(32, "0")}`;
    const code = /\d{6}/.exec(text)?.[0] ?? "";
    messages.set(to, [...(messages.get(to) ?? []), { code, text, vendorId: sid }]);
    return twilioMessage({ sid });
  });
  return {
    settings: {
      ...{ SMS_ROUTES: "*=twilio", TWILIO_URL: vendor.url, TWILIO_FROM: account.sender.From },
      ...{ TWILIO_ACCOUNT_SID: account.sid, TWILIO_AUTH_TOKEN: account.token },
    },
    messagesTo: async (number) => messages.get(number) ?? [],
    close: vendor.close,
  };
}
