import "server-only";
// Twilio Programmable Messaging: free text to any country, through the official client.
//
// @see https://www.twilio.com/docs/messaging/api/message-resource
// @see https://www.twilio.com/docs/api/errors
import { AsyncLocalStorage } from "node:async_hooks";
import type RequestClient from "twilio/lib/base/RequestClient";
import { z } from "zod";
import type { Receipt } from "../ports";
import { invalid } from "../problem";
import { SendFailure } from "../send-failure";
import { defineProvider } from "./define";
import { type FailureTable, reasonFor } from "./failure-table";
import { reasonOfStatus } from "./status-reason";
import { isTwilioSigned } from "./twilio-signature";
import { callVendor, parseReply, vendorUrl } from "./vendor-call";

const settings = z
  .object({
    TWILIO_ACCOUNT_SID: z.string().regex(/^AC\w+$/, "begins with AC"),
    TWILIO_AUTH_TOKEN: z.string().min(1),
    /** A number of the account, or a sender id. */
    TWILIO_FROM: z.string().optional(),
    /** Chooses the sender itself, so it wins when both are set. */
    TWILIO_MESSAGING_SERVICE_SID: z.string().optional(),
    TWILIO_URL: vendorUrl("https://api.twilio.com"),
  })
  .refine((given) => given.TWILIO_FROM || given.TWILIO_MESSAGING_SERVICE_SID, {
    path: ["TWILIO_FROM"],
    message: "missing; set this or TWILIO_MESSAGING_SERVICE_SID",
    // Also beside other faults: all are named at once.
    when: () => true,
  });

/** Of a message or an account; the client reads the rest of it. */
const reply = z.looseObject({
  sid: z.string().min(1),
  status: z.string().optional(),
  error_code: z.number().nullish(),
});

const refusal = z.object({ code: z.number().optional() }).catch({});

export const twilio = defineProvider({
  name: "twilio",
  channels: ["sms"],
  settings,
  create(given, surroundings) {
    const statusCallback = reachable(surroundings?.receiptUrl, given.TWILIO_URL);
    const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, TWILIO_MESSAGING_SERVICE_SID } = given;
    // One client serves all calls; each has a signal of its own.
    const signals = new AsyncLocalStorage<AbortSignal>();

    async function open() {
      const { default: sdk } = await import("twilio");

      /** Replaces the client's own HTTP: its errors hold the whole request, key and code included. */
      class VendorClient extends sdk.RequestClient {
        constructor() {
          // An authority of its own keeps it from reading the file that TWILIO_CA_BUNDLE names.
          super({ ca: "" });
        }

        override async request<Data>(request: RequestClient.RequestOptions<Data>) {
          const { pathname, search } = new URL(request.uri);
          const login = Buffer.from(`${request.username}:${request.password}`).toString("base64");
          const { status, text } = await callVendor(new URL(pathname + search, given.TWILIO_URL), {
            method: request.method === "get" ? "GET" : "POST",
            headers: { ...request.headers, Authorization: `Basic ${login}` },
            ...(request.data && { body: new URLSearchParams(Object.entries(request.data)).toString() }),
            signal: signals.getStore() ?? AbortSignal.abort(),
          });
          if (status < 200 || status > 299) throw refused(status, text);
          const body = parseReply(reply, text);
          // Taken in and turned down in one answer.
          if (body.error_code) throw refusedFor(body.error_code, status);
          return { statusCode: status, body: body as never, headers: {} };
        }
      }

      return new sdk.Twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, {
        httpClient: new VendorClient(),
        // Said, so that TWILIO_EDGE, TWILIO_REGION and TWILIO_LOG_LEVEL go unread.
        ...{ edge: "", region: "", logLevel: "none" },
      });
    }
    let opened: ReturnType<typeof open> | undefined;

    return {
      async send(message, signal) {
        opened ??= open();
        const client = await opened;
        const { sid } = await signals.run(signal, () =>
          client.messages.create({
            to: message.to,
            body: message.text,
            ...(TWILIO_MESSAGING_SERVICE_SID
              ? { messagingServiceSid: TWILIO_MESSAGING_SERVICE_SID }
              : { from: TWILIO_FROM }),
            // A code that is no longer valid is not worth delivering.
            validityPeriod: message.minutes * 60,
            ...(statusCallback && { statusCallback }),
          }),
        );
        return { vendorId: sid };
      },

      async check(signal) {
        opened ??= open();
        const client = await opened;
        const { status } = await signals.run(signal, () =>
          client.api.v2010.accounts(TWILIO_ACCOUNT_SID).fetch(),
        );
        if (status !== "active") throw new SendFailure("misconfigured", status);
      },
    };
  },
  receipts: {
    signed: true,
    read({ url, headers, body }, { TWILIO_AUTH_TOKEN }) {
      const form = new URLSearchParams(body);
      const signature = headers.get("x-twilio-signature") ?? "";
      if (!isTwilioSigned(signature, TWILIO_AUTH_TOKEN, url, [...form]))
        throw invalid("", "not signed by Twilio");
      const [vendorId, status] = [form.get("MessageSid"), form.get("MessageStatus") ?? ""];
      const delivery = ended[status];
      return vendorId && delivery ? [{ vendorId, delivery }] : [];
    },
    answer: { body: "", type: "text/plain" },
  },
});

/** Statuses after which nothing follows; queued, sending and sent are on the way. */
const ended: Record<string, Receipt["delivery"] | undefined> = {
  ...{ delivered: "delivered", read: "delivered" },
  ...{ undelivered: "failed", failed: "failed", canceled: "failed" },
};

/** Twilio refuses the whole message for a callback that it could not call; a peer on this machine can. */
function reachable(receiptUrl: string | undefined, vendor: URL): string | undefined {
  const secure = receiptUrl?.startsWith("https:") && !new URL(receiptUrl).hostname.includes("_");
  return secure || vendor.protocol === "http:" ? receiptUrl : undefined;
}

function refused(status: number, text: string): SendFailure {
  return refusedFor(refusal.parse(json(text)).code, status);
}

const refusedFor = (code: number | undefined, status: number) =>
  code === undefined
    ? new SendFailure(reasonOfStatus(status), status)
    : new SendFailure(reasonFor(String(code), status, codes), code);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of a proxy, say: then the status has to do.
    return undefined;
  }
}

/**
 * Codes that depend on the number are never `misconfigured`, whoever has to act: one visitor with an exotic
 * number must not switch the provider off for everybody. Those from 30000 come in receipts.
 *
 * @see https://www.twilio.com/docs/api/errors
 */
const codes: FailureTable = {
  // No such number; or one that takes no messages, such as a landline.
  "invalid-address": ["21211", "21614", "21635", "30005", "30006"],
  blocked: [
    // The account may not send to this country; no way from this sender to that number. Another vendor may.
    ...["21408", "21612"],
    // The sender will not do for this destination; is not registered in the United States; a trial account,
    // which only some numbers are open to.
    ...["21606", "30034", "21608"],
    // Out of reach; the carrier does not say.
    ...["30003", "30008"],
    // Opted out; blocked; filtered for its content.
    ...["21610", "30004", "30007"],
    // Taken for message pumping.
    ...["30450", "30453"],
  ],
  // Requests at once; the sender's queue; the account's queue.
  throttled: ["20429", "21611", "30001"],
  misconfigured: [
    // Credentials; no such account or resource.
    ...["20003", "20404"],
    // The account is not active, suspended, or out of funds.
    ...["10001", "20005", "30002"],
    // The sender: not a number, not one of this account, not able to send to anybody.
    ...["21212", "21660", "21661"],
  ],
};
