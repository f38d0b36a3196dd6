import "server-only";
// E-mail over SMTP, for any provider or server of one's own: pooled connections, TLS wherever the message
// leaves the machine, and an honest answer to whether a message may have been sent.
//
// @see https://nodemailer.com/smtp/pooled
// @see draft-goto-otp-token, an Internet-Draft: the OTP-Token header
import { createHmac, createPrivateKey, randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import type { NodemailerError, SendMailOptions, SMTPPoolOptions } from "nodemailer";
import { z } from "zod";
import { type FailureReason, SendFailure } from "../send-failure";
import { defineProvider } from "./define";
import { loopback } from "./vendor-call";

const server = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fault = () => {
    context.addIssue("smtp://user:password@host:587 or smtps://…:465, with special characters escaped");
    return z.NEVER;
  };
  // Options of a query would go unheeded, so they are refused.
  if (!url?.hostname || url.search || !/^\/?$/.test(url.pathname)) return fault();
  if (url.protocol !== "smtp:" && url.protocol !== "smtps:") return fault();
  try {
    const port = Number(url.port) || (url.protocol === "smtps:" ? 465 : 587);
    const secure = url.protocol === "smtps:" || port === 465;
    const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    return {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port,
      secure,
      // On the way to this very machine TLS protects nothing, and certificates for it are rare.
      ...(loopback.test(url.hostname) ? { ignoreTLS: true } : { requireTLS: !secure }),
      ...(user && { auth: { user, pass } }),
    };
  } catch {
    return fault();
  }
});

const privateKey = z
  .string()
  .transform((text) => text.replaceAll("\\n", "\n"))
  .refine((pem) => {
    try {
      return createPrivateKey(pem).asymmetricKeyType === "rsa";
    } catch {
      return false;
    }
  }, "an RSA private key in PEM (line breaks may be written as \\n)");

const dkimNames = ["SMTP_DKIM_DOMAIN", "SMTP_DKIM_SELECTOR", "SMTP_DKIM_KEY"] as const;

const settings = dkimNames.reduce(
  (object, name) =>
    object.refine((given) => given[name] || dkimNames.every((each) => !given[each]), {
      path: [name],
      message: "DKIM needs all of its three settings",
      // Also beside other faults: all are named at once.
      when: () => true,
    }),
  z.object({
    SMTP_URL: server,
    EMAIL_FROM: z.string().regex(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, "a mailbox"),
    SMTP_DKIM_DOMAIN: z.string().optional(),
    SMTP_DKIM_SELECTOR: z.string().optional(),
    SMTP_DKIM_KEY: privateKey.optional(),
    APP_URL: z
      .url()
      .transform((text) => new URL(text))
      .optional(),
  }),
);

/**
 * Milliseconds. A delivery is ended by its signal; these end what no signal watches. A connection may idle
 * as long as those to other vendors do, and says goodbye before its socket times out.
 */
const timeouts = {
  ...{ dnsTimeout: 3000, connectionTimeout: 3000, greetingTimeout: 3000 },
  ...{ idleTimeout: 25_000, socketTimeout: 30_000 },
  // What is given up is cut off, not drained.
  socketCloseTimeout: 0,
};

const pooling = {
  // Whoever waits for a connection waits within the deadline, so a burst needs more than a few.
  maxConnections: 20,
  // Sending twice would be worse than a failure, which the route can make good.
  maxRequeues: 0,
};

/** Hears of the stream that nodemailer reads the message from, once it has a connection for it. */
interface WatchedMail extends SendMailOptions {
  watch(body: Readable): void;
}

export const smtp = defineProvider({
  name: "smtp",
  channels: ["email"],
  settings,
  create({ SMTP_URL, EMAIL_FROM, SMTP_DKIM_DOMAIN, SMTP_DKIM_SELECTOR, SMTP_DKIM_KEY, APP_URL }) {
    const dkim = SMTP_DKIM_DOMAIN &&
      SMTP_DKIM_SELECTOR &&
      SMTP_DKIM_KEY && {
        domainName: SMTP_DKIM_DOMAIN,
        keySelector: SMTP_DKIM_SELECTOR,
        privateKey: SMTP_DKIM_KEY,
      };
    const options: SMTPPoolOptions = { ...SMTP_URL, ...timeouts, ...pooling, ...(dkim && { dkim }) };
    const origin = APP_URL && bindable(APP_URL) ? APP_URL.origin : undefined;
    const domain = EMAIL_FROM.replace(/>$/, "").split("@").at(-1);
    const idKey = randomBytes(32);

    async function open() {
      const { createTransport } = await import("nodemailer");
      const mailer = createTransport(
        { ...options, pool: true },
        { disableFileAccess: true, disableUrlAccess: true },
      );
      mailer.use("stream", ({ message, data }, done) => {
        if (message) {
          const createReadStream = message.createReadStream.bind(message);
          message.createReadStream = (streaming) => {
            const body = createReadStream(streaming);
            (data as WatchedMail).watch(body);
            return body;
          };
        }
        done();
      });
      // Faults between messages, on connections nobody waits for: the next message opens another.
      mailer.on("error", () => {});
      return mailer;
    }
    let opened: ReturnType<typeof open> | undefined;

    return {
      async send(message, signal) {
        opened ??= open();
        const mailer = await opened;
        let body: Readable | undefined;
        const mail: WatchedMail = {
          ...{ from: EMAIL_FROM, to: { name: "", address: message.to }, subject: message.subject },
          ...{ text: message.text, html: message.html },
          // Mail programs drop what they have seen before, so each code has an id of its own; servers log
          // it, so nothing can be read from it.
          messageId: `<${createHmac("sha256", idKey).update(`${message.id} ${message.code}`).digest("hex").slice(0, 32)}@${domain}>`,
          headers: { "Auto-Submitted": "auto-generated" },
          xMailer: false,
          ...(origin && { otp: { code: message.code, origin } }),
          signal,
          watch: (stream) => {
            body = stream;
          },
        };
        try {
          const { serverMessageId, messageId } = await mailer.sendMail(mail);
          return { vendorId: serverMessageId ?? messageId };
        } catch (error) {
          throw failureOf(error as NodemailerError, body?.readableDidRead ?? false, signal.aborted);
        }
      },

      async check(signal) {
        const { createTransport } = await import("nodemailer");
        const fired = new Promise<never>((_, reject) => {
          signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
          if (signal.aborted) reject(new Error("aborted"));
        });
        try {
          // Not of the pool, and ended by itself within seconds: verify() knows no signal.
          await Promise.race([createTransport({ ...options, socketTimeout: 3000 }).verify(), fired]);
        } catch (error) {
          throw failureOf(error as NodemailerError, false, signal.aborted);
        }
      },

      async close() {
        (await opened)?.close();
      },
    };
  },
});

/** Where a code can be bound to an origin; nodemailer refuses others. */
const bindable = ({ protocol, hostname }: URL) =>
  protocol === "https:" || (protocol === "http:" && loopback.test(hostname));

/** @param begun whether any of the message itself was handed over: until then nothing can have been sent */
function failureOf(error: NodemailerError, begun: boolean, aborted: boolean): SendFailure {
  const { code = "", originalCode, responseCode, response = "" } = error;
  const [, enhanced] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(String(response)) ?? [];
  const replied = responseCode ? [responseCode, enhanced].filter(Boolean).join(":") : "";
  const vendorCode = replied || (aborted ? "timeout" : String(originalCode ?? code));
  return new SendFailure(reasonOf(error, enhanced ?? "", begun), vendorCode);
}

function reasonOf(error: NodemailerError, enhanced: string, begun: boolean): FailureReason {
  const { code = "", originalCode, responseCode = 0, command } = error;
  if (responseCode >= 400 && responseCode < 500) return deferral(error, enhanced);
  const ours = /^(EAUTH|ENOAUTH|EOAUTH2|ETLS|EREQUIRETLS|ECONFIG|EPROXY|EOTP)$/;
  if (ours.test(code) || /CERT|SELF_SIGNED/.test(String(originalCode))) return "misconfigured";
  if (responseCode >= 500) return refusal(responseCode, enhanced, command, begun);
  // Not even asked for: nodemailer would not put this recipient into a command.
  if (code === "EENVELOPE") return "invalid-address";
  return begun ? "unknown" : "temporary";
}

/**
 * A reply for now. What is said to the recipient or the message is about these, however it is put: greylisting,
 * a busy mailbox, the trouble of a server behind this one. Whoever owns that mailbox may choose it, so it says
 * nothing of the server; and it will not be over in a moment.
 */
function deferral({ code, command, responseCode = 0 }: NodemailerError, enhanced: string): FailureReason {
  if (command === "RCPT TO" || command === "DATA") return "throttled";
  // What nodemailer makes of a 421 to the recipient, when its commands went out in one piece (PIPELINING).
  if (responseCode === 421 && code === "ECONNECTION" && command === "CONN") return "throttled";
  // RFC 3463 3: 4.7 is policy, "too fast" with these replies.
  const tooMany = [421, 452].includes(responseCode) && /^4\.(5\.3|7\.\d+)$/.test(enhanced);
  return tooMany ? "throttled" : "temporary";
}

/**
 * A permanent reply. RFC 5321 4.2.2 and 4.2.3 for the codes, RFC 3463 3 for the enhanced ones: x.1 and x.2
 * are about the mailbox, x.6 about what this server can carry, x.7 about policy; 5.1.7 and 5.1.8 about the sender.
 */
function refusal(code: number, enhanced: string, command: unknown, begun: boolean): FailureReason {
  // Bad sequence of commands: the session's state, not the message.
  if (code === 503) return "temporary";
  if ([530, 534, 535, 538].includes(code) || /^5\.1\.[78]$/.test(enhanced)) return "misconfigured";
  // Refused before any recipient was named: the sender, or we altogether.
  if (!begun && command !== "RCPT TO" && command !== "DATA") return "misconfigured";
  if (/^5\.[67]\./.test(enhanced)) return "blocked";
  if (/^5\.[12]\./.test(enhanced) && enhanced !== "5.2.3") return "invalid-address";
  return command === "RCPT TO" && [501, 550, 551, 553].includes(code) ? "invalid-address" : "blocked";
}
