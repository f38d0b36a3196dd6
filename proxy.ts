// Gives a page that is asked for without a language the one its reader wants, and spells a language as we do.
// It costs every request that passes half a millisecond: calls of the API and files do not.
import { type NextRequest, NextResponse } from "next/server";
import { appUrl } from "@/lib/app-url";
import { locales, pagePath } from "@/messages/locales";
import { localeOfPath, wantedLocale } from "@/messages/negotiation";

export const config = { matcher: "/((?!api/|_next/|.*\\.).*)" };

export function proxy(request: NextRequest) {
  const url = request.nextUrl.clone();
  const path = url.pathname;
  const named = localeOfPath(path);
  if (named?.exact) {
    const page = path.slice(named.locale.length + 1) || "/";
    return NextResponse.next({ headers: links(path, page) });
  }
  if (named) {
    const [, , ...rest] = path.split("/");
    url.pathname = ["", named.locale, ...rest].join("/");
    return NextResponse.redirect(url);
  }
  const { headers } = request;
  url.pathname = pagePath(wantedLocale(headers.get("cookie"), headers.get("accept-language")), path);
  return NextResponse.rewrite(url, {
    // Kept by whoever it was for alone, and asked for again each time: the next language may be another.
    headers: { "Cache-Control": "private, no-cache", Vary: "Cookie, Accept-Language", ...links(path, path) },
  });
}

/** A path that is longer is no page of ours, and would come back seventeen times. */
const longestPath = 100;

/**
 * Tells search engines the languages of a page: in a header, since pages are made before APP_URL is known.
 * @see https://developers.google.com/search/docs/specialty/international/localized-versions#http
 */
function links(path: string, page: string): { Link?: string } {
  const origin = appUrl()?.origin;
  if (!origin || path.length > longestPath) return {};
  const alternate = (each: string, language: string) =>
    `<${origin}${each}>; rel="alternate"; hreflang="${language}"`;
  const languages = locales.map((locale) => alternate(pagePath(locale, page), locale));
  return {
    Link: [`<${origin}${path}>; rel="canonical"`, ...languages, alternate(page, "x-default")].join(", "),
  };
}
