// Same origin or no browser: a page of another site may not act for the person in front of it.
import { Problem } from "../problem";
import type { Incoming } from "./exchange";

/** What a browser says of a request that our own page made, or the person in the address bar. */
const ownSites: ReadonlySet<string | null> = new Set(["same-origin", "none"]);

/**
 * Native apps and other back ends send neither Origin nor Sec-Fetch-Site and pass. A page cannot write either of
 * them; what a browser sends, both have to agree with.
 * @param publicUrl the setting APP_URL; without it the Host header says who we are
 * @throws Problem `cross-origin`
 */
export function refuseCrossOrigin(request: Pick<Incoming, "headers">, publicUrl: URL | undefined): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const from = origin !== null && URL.canParse(origin) ? new URL(origin) : undefined;
  // Our page by the operator's own word, also where the API answers under another name than the page.
  if (publicUrl && from?.origin === publicUrl.origin) return;
  if (site !== null && !ownSites.has(site)) throw new Problem("cross-origin");
  if (origin === null) return;
  // A proxy may have changed the scheme, so that only the host can be compared.
  if (publicUrl || from?.host !== request.headers.get("host")) throw new Problem("cross-origin");
}
