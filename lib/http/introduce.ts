import "server-only";
// What happens to a request and its answer before Next sees them, whoever listens: the request learns who is calling,
// the answer says what only a start can know, and what Next would break on becomes a call that is refused.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Services } from "../services";
import { cspHeader, policies } from "./csp";
import { hstsFor, hstsHeader } from "./hsts";
import { writePeer } from "./peer";
import type { Prerendered } from "./prerendered";

export type Introduce = (request: IncomingMessage, response: ServerResponse) => void;

/** @param pages undefined where somebody else says their policies */
export function introduction({ env }: Pick<Services, "env">, pages: Prerendered | undefined): Introduce {
  const hsts = hstsFor(env.APP_URL);
  const policyFor = pages && policies(pages, env.captchaVendor?.module.sources);
  return (request, response) => {
    if (!isReadable(request)) Object.assign(request, { method: "GET", url: "/api/unreadable" });
    writePeer(request);
    if (hsts) response.setHeader(hstsHeader, hsts);
    if (!policyFor) return;
    const policy = policyFor(request.url ?? "", request.headers);
    response.setHeader(cspHeader, policy);
    // Where Next looks for the nonce that its scripts shall have. It also keeps next.config.ts from answering for us.
    request.headers["content-security-policy"] = policy;
  };
}

/** Next answers 500 to a target that is no path or does not decode, and to methods that fetch cannot carry. */
function isReadable({ method = "", url = "" }: IncomingMessage): boolean {
  try {
    const path = url.startsWith("/") && decodeURIComponent(url);
    return Boolean(path) && !["TRACE", "CONNECT", "TRACK"].includes(method);
  } catch {
    return false;
  }
}
