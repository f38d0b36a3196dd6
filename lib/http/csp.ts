import "server-only";
// Gives every answer its Content-Security-Policy. Said here, not in next.config.ts: what stands there is fixed before
// there is a page to hash, and the captcha is chosen when the application starts.
import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { pagePath } from "@/messages/locales";
import { wantedLocale } from "@/messages/negotiation";
import { type BrowserSources, dataPolicy, filePolicy, pagePolicy } from "./content-policy";
import type { Prerendered } from "./prerendered";

/** @returns what answers a request for a target, such as `/sign-up?x=1`; its headers say in which language */
export function policies({ pages, elsewhere }: Prerendered, vendor?: BrowserSources) {
  // Next finds a page by the path as browsers write it.
  const known = new Map([...pages].map(([path, inline]) => [encodeURI(path), pagePolicy(inline, vendor)]));
  return (target: string, headers: IncomingHttpHeaders = {}): string => {
    const [path = ""] = target.split("?");
    if (path.startsWith("/api/")) return dataPolicy;
    if (path.startsWith("/_next/")) return filePolicy;
    const wanted = () => pagePath(wantedLocale(headers.cookie, headers["accept-language"]), path);
    const policy = known.get(path) ?? known.get(wanted());
    return policy ?? pagePolicy(elsewhere, vendor, randomBytes(16).toString("base64"));
  };
}

export function announceCsp(prerendered: Prerendered, vendor?: BrowserSources): void {
  const policyFor = policies(prerendered, vendor);
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const policy = policyFor(request.url ?? "", request.headers);
    response.setHeader("Content-Security-Policy", policy);
    // Where Next looks for the nonce that its scripts shall have. It also keeps next.config.ts from answering for us.
    request.headers["content-security-policy"] = policy;
  });
}
