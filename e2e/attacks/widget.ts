// A captcha vendor's widget: it gives tokens to whoever asks, and tells what they are worth. It forgets that it was asked
// before, so that nobody but us sees to it that a token serves once.
import { turnstileVendor } from "@/lib/testing/vendors/turnstile";
import { type HttpReply, startVendor } from "@/lib/testing/vendors/vendor";

export interface Widget {
  /** What makes an application ask it. */
  settings: Record<string, string>;
  pass(purpose?: string): string;
  close(): Promise<void>;
}

export async function startWidget(): Promise<Widget> {
  const secret = "secret-of-the-double";
  const { solve, answer } = turnstileVendor({ secret, now: Date.now });
  const said = new Map<string, HttpReply>();
  const vendor = await startVendor((request) => {
    const { response } = JSON.parse(request.body);
    const reply = said.get(response) ?? answer(request);
    said.set(response, reply);
    return reply;
  });
  return {
    settings: {
      ...{ CAPTCHA: "turnstile", TURNSTILE_URL: vendor.url },
      ...{ TURNSTILE_SITE_KEY: "key-of-the-double", TURNSTILE_SECRET_KEY: secret },
    },
    pass: (action) => solve(action ? { action } : {}),
    close: vendor.close,
  };
}
