import "server-only";
// Which Content-Security-Policy an answer gets. Said here, not in next.config.ts: what stands there is fixed before
// there is a page to hash, and the captcha is chosen when the application starts.
import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { pagePath } from "@/messages/locales";
import { wantedLocale } from "@/messages/negotiation";
import { type BrowserSources, dataPolicy, filePolicy, pagePolicy } from "./content-policy";
import type { Prerendered } from "./prerendered";

export const cspHeader = "Content-Security-Policy";

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
