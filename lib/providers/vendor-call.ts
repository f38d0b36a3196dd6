import "server-only";
// One HTTP call to a vendor, over connections that are kept. Failures of the way there become SendFailures;
// nothing that is thrown here carries a URL, a header or a body.
import { Agent, type Dispatcher } from "undici";
import { z } from "zod";
import { SendFailure } from "../send-failure";
import { reasonOfStatus } from "./status-reason";

// One pool for all vendors; undici keeps connections per origin.
const pool = new Agent({ connections: 256, keepAliveTimeout: 30_000, connect: { timeout: 3000 } });

/** A vendor's answer is a few hundred bytes. */
const maxReplyBytes = 65_536;

export interface VendorCall {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

export interface VendorReply {
  status: number;
  text: string;
}

/** What undici calls a connection that did not come about, and Node. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|TLS/;

/**
 * @throws SendFailure `temporary` when no connection came about, so that nothing can have been sent;
 * `unknown` when it broke or fell silent after that.
 */
export function callVendor(url: URL, call: VendorCall): Promise<VendorReply> {
  return exchange(url, call).catch((error) => {
    if (error instanceof SendFailure) throw error;
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new SendFailure(
      neverConnected.test(code) ? "temporary" : "unknown",
      call.signal.aborted ? "timeout" : code,
    );
  });
}

/** By undici's lowest level: a stream for a few hundred bytes costs more than the whole exchange. */
function exchange(url: URL, { method = "POST", headers, body, signal }: VendorCall): Promise<VendorReply> {
  const { origin, pathname, search } = url;
  return new Promise((resolve, reject) => {
    if (signal.aborted) throw new Error("given up");
    const chunks: Buffer[] = [];
    let [status, length] = [0, 0];
    let connection: Dispatcher.DispatchController | undefined;
    const stop = () => {
      connection?.abort(new Error("given up"));
      reject(new Error("given up"));
    };
    signal.addEventListener("abort", stop);
    const settle = (done: () => void) => {
      signal.removeEventListener("abort", stop);
      done();
    };
    pool.dispatch(
      { origin, path: pathname + search, method, headers: headers ?? null, body: body ?? null },
      {
        onRequestStart(controller) {
          connection = controller;
          // While it waited for a connection.
          if (signal.aborted) stop();
        },
        onResponseStart(_, statusCode) {
          status = statusCode;
        },
        onResponseData(controller, chunk) {
          length += chunk.length;
          if (length > maxReplyBytes) controller.abort(new SendFailure("unknown", "reply-too-large"));
          else chunks.push(chunk);
        },
        onResponseEnd: () => settle(() => resolve({ status, text: Buffer.concat(chunks).toString("utf8") })),
        onResponseError: (_, error) => settle(() => reject(error)),
      },
    );
  });
}

/** A vendor's JSON, believed only in the shape it is documented in. @throws SendFailure `unknown` */
export function parseReply<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Whatever took the request may have delivered it.
    throw new SendFailure("unknown", "unreadable-reply");
  }
}

/**
 * The same for a vendor that says everything in its body: the status counts only when the body makes no sense,
 * and then the answer is from something in front of the vendor.
 */
export function readReply<Schema extends z.ZodType>(
  schema: Schema,
  { status, text }: VendorReply,
): z.infer<Schema> {
  try {
    return parseReply(schema, text);
  } catch (unreadable) {
    throw status < 300 ? unreadable : new SendFailure(reasonOfStatus(status), status);
  }
}

/** Host names, as a URL has them, that never leave this machine. */
export const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The origin of a vendor, or its replacement by a setting: https, or plain http on loopback for tests. */
export const vendorUrl = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url?.protocol === "https:" || (url?.protocol === "http:" && loopback.test(url.hostname)))
        return url;
      context.addIssue("https, or http on loopback");
      return z.NEVER;
    });
