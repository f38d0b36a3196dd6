import "server-only";
// One HTTP call to a vendor, over connections that are kept. Failures of the way there become SendFailures;
// nothing that is thrown here carries a URL, a header or a body.
import { Agent, type Dispatcher, request } from "undici";
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

/**
 * @throws SendFailure `temporary` when no connection came about, so that nothing can have been sent;
 * `unknown` when it broke or fell silent after that.
 */
export async function callVendor(
  url: URL,
  { method = "POST", headers, body, signal }: VendorCall,
): Promise<VendorReply> {
  try {
    const options: Omit<Dispatcher.RequestOptions, "path" | "origin"> = { method, signal };
    const reply = await request(url, {
      ...options,
      dispatcher: pool,
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
    });
    let text = "";
    for await (const chunk of reply.body.setEncoding("utf8")) {
      text += chunk;
      if (text.length > maxReplyBytes) throw new SendFailure("unknown", "reply-too-large");
    }
    return { status: reply.statusCode, text };
  } catch (error) {
    if (error instanceof SendFailure) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const neverConnected =
      /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|TLS/;
    throw new SendFailure(
      neverConnected.test(code) ? "temporary" : "unknown",
      signal.aborted ? "timeout" : code,
    );
  }
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
