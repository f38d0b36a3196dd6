// Gives a page that is asked for without a language the one its reader wants, and spells a language as we do.
// It costs every request that passes half a millisecond: calls of the API and files do not.
import { type NextRequest, NextResponse } from "next/server";
import { pagePath } from "@/messages/locales";
import { localeOfPath, wantedLocale } from "@/messages/negotiation";

export const config = { matcher: "/((?!api/|_next/|.*\\.).*)" };

export function proxy(request: NextRequest) {
  const url = request.nextUrl.clone();
  const named = localeOfPath(url.pathname);
  if (named?.exact) return NextResponse.next();
  if (named) {
    const [, , ...rest] = url.pathname.split("/");
    url.pathname = ["", named.locale, ...rest].join("/");
    return NextResponse.redirect(url);
  }
  const { headers } = request;
  url.pathname = pagePath(wantedLocale(headers.get("cookie"), headers.get("accept-language")), url.pathname);
  return NextResponse.rewrite(url, {
    // Kept by whoever it was for alone, and asked for again each time: the next language may be another.
    headers: { "Cache-Control": "private, no-cache", Vary: "Cookie, Accept-Language" },
  });
}
