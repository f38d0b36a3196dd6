import "server-only";
// Gives every answer its Content-Security-Policy. Said here, not in next.config.ts: what stands there is fixed before
// there is a page to hash, and the captcha is chosen when the application starts.
import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type BrowserSources, dataPolicy, filePolicy, pagePolicy } from "./content-policy";
import type { Prerendered } from "./prerendered";

/** @returns what answers a request for a target, such as `/sign-up?x=1` */
export function policies({ pages, elsewhere }: Prerendered, vendor?: BrowserSources) {
  // Next finds a page by the path as browsers write it.
  const known = new Map([...pages].map(([path, inline]) => [encodeURI(path), pagePolicy(inline, vendor)]));
  return (target: string): string => {
    const [path = ""] = target.split("?");
    if (path.startsWith("/api/")) return dataPolicy;
    if (path.startsWith("/_next/")) return filePolicy;
    return known.get(path) ?? pagePolicy(elsewhere, vendor, randomBytes(16).toString("base64"));
  };
}

export function announceCsp(prerendered: Prerendered, vendor?: BrowserSources): void {
  const policyFor = policies(prerendered, vendor);
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const policy = policyFor(request.url ?? "");
    response.setHeader("Content-Security-Policy", policy);
    // Where Next looks for the nonce that its scripts shall have. It also keeps next.config.ts from answering for us.
    request.headers["content-security-policy"] = policy;
  });
}
