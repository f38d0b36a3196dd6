// Same origin or no origin: a page of another site may not act for the person in front of it.
import { Problem } from "../problem";

/**
 * Native apps and other back ends send no Origin and pass.
 * @param publicUrl the setting APP_URL; without it the Host header says who we are
 * @throws Problem `cross-origin`
 */
export function refuseCrossOrigin(request: Request, publicUrl: URL | undefined): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") throw new Problem("cross-origin");
  if (origin === null) return;
  const from = URL.canParse(origin) ? new URL(origin) : undefined;
  const same = publicUrl ? from?.origin === publicUrl.origin : from?.host === request.headers.get("host");
  if (!same) throw new Problem("cross-origin");
}
