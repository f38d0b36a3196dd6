import "server-only";
// The same policies as rules of a platform that serves prerendered pages itself, from its edge, where nothing of ours
// runs. Made when the application is built, so the captcha is the one that is chosen then.
import { localeOfPath } from "@/messages/negotiation";
import { captchaVendors } from "../captcha/vendors";
import { filePolicy, type Inline, pagePolicy } from "./content-policy";
import { type Prerendered, prerendered } from "./prerendered";

export interface HeaderRule {
  source: string;
  sourceRegex: string;
  headers: Record<string, string>;
  missing: [{ type: "header"; key: "content-security-policy" }];
}

/**
 * @param html of each prerendered page, by path
 * @param captcha the setting CAPTCHA
 * @returns rules of which the last that fits counts; calls of the API are left to next.config.ts
 */
export function platformRules(html: ReadonlyMap<string, string>, captcha = "slider"): HeaderRule[] {
  const kinds = captcha.split(",").map((kind) => kind.trim());
  const vendor = captchaVendors.find(({ name }) => kinds.includes(name))?.sources;
  const { pages, elsewhere } = prerendered(html);
  return [
    rule("/:path*", "^/(?!api/).*$", pagePolicy(elsewhere, vendor)),
    rule("/_next/:path*", "^/_next/.*$", filePolicy),
    ...[...pages, ...withoutLanguage(pages)].map(([path, inline]) =>
      rule(path, `^${escaped(encodeURI(path))}(?:/)?$`, pagePolicy(inline, vendor)),
    ),
  ];
}

/** Rules count before proxy.ts does: under a path without a language, any language's page may come. */
function withoutLanguage(pages: Prerendered["pages"]): Map<string, Inline> {
  const found = new Map<string, Inline>();
  for (const [path, { scripts, styles }] of pages) {
    const locale = localeOfPath(path);
    if (!locale?.exact) continue;
    const rest = path.slice(locale.locale.length + 1) || "/";
    const others = found.get(rest)?.scripts ?? [];
    found.set(rest, { scripts: [...new Set([...others, ...scripts])], styles });
  }
  return found;
}

const rule = (source: string, sourceRegex: string, policy: string): HeaderRule => ({
  source,
  sourceRegex,
  headers: { "Content-Security-Policy": policy },
  missing: [{ type: "header", key: "content-security-policy" }],
});

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
