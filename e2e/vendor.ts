// A vendor of text messages that everybody can send through: instances, their successors, and those that die while
// they send. The tests read its messages, as people read those on their phones.
import { EventEmitter, once } from "node:events";
import { gatewayVendor } from "@/lib/testing/vendors/gateway";
import { startVendor } from "@/lib/testing/vendors/vendor";

export interface TextVendor {
  /** What makes an application send through it. */
  settings: Record<string, string>;
  /** The codes that a number was sent, oldest first. */
  codesTo(number: string): readonly string[];
  /**
   * Waits for a message.
   * @param nth the first, unless said otherwise
   * @throws when it has not arrived in time
   */
  code(number: string, nth?: number, patienceMs?: number): Promise<string>;
  close(): Promise<void>;
}

export async function startTextVendor(): Promise<TextVendor> {
  const account = { appKey: "key-of-the-double", appSecret: "secret-of-the-double", templateId: "1" };
  const judge = gatewayVendor(account);
  const codes = new Map<string, string[]>();
  const arrivals = new EventEmitter();
  const vendor = await startVendor((request) => {
    const { phone, code } = JSON.parse(request.body);
    codes.set(phone, [...(codes.get(phone) ?? []), code]);
    arrivals.emit(phone);
    return judge(request);
  });
  const codesTo = (number: string) => codes.get(number) ?? [];

  return {
    settings: {
      SMS_ROUTES: "*=gateway",
      GATEWAY_URL: `${vendor.url}/sms/v2/send`,
      GATEWAY_APP_KEY: account.appKey,
      GATEWAY_APP_SECRET: account.appSecret,
      GATEWAY_TEMPLATE_ID: account.templateId,
      GATEWAY_SUCCESS: "data.code=0",
    },
    codesTo,
    async code(number, nth = 1, patienceMs = 10_000) {
      const signal = AbortSignal.timeout(patienceMs);
      for (;;) {
        const code = codesTo(number)[nth - 1];
        if (code) return code;
        await once(arrivals, number, { signal });
      }
    },
    close: vendor.close,
  };
}
