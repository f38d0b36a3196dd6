import "server-only";
// Where the public origin is https, browsers are told to come by nothing else (RFC 6797). Said here, not in
// next.config.ts: what stands there is fixed when the application is built, and APP_URL is not known then.
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/** A year (ASVS 3.4.1). Subdomains are left out: they may be somebody else's, and it cannot be taken back. */
const policy = "max-age=31536000";

export function announceHsts(publicUrl: URL | undefined): void {
  // A browser that was told so of localhost would refuse whatever else is developed there.
  if (publicUrl?.protocol !== "https:" || publicUrl.hostname === "localhost") return;
  subscribe("http.server.request.start", (message) => {
    const { response } = message as { response: ServerResponse };
    response.setHeader("Strict-Transport-Security", policy);
  });
}
