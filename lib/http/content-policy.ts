import "server-only";
// What browsers may load and run (Content-Security-Policy), for every kind of answer. Scripts of a page that stand
// in its HTML are allowed by hash where the page was prerendered, by nonce where it is rendered for one request.
import { createHash } from "node:crypto";

const directives = ["script-src", "style-src", "img-src", "connect-src", "frame-src", "media-src"] as const;

/** What somebody else's widget brings along, by directive. */
export type BrowserSources = Partial<Record<(typeof directives)[number], readonly string[]>>;

/** What stands in a page's HTML, as hashes. */
export interface Inline {
  scripts: readonly string[];
  styles: readonly string[];
}

/** Data is no page: shown as one, it can do nothing. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** A script that is a worker lives by the policy it came with: it loads the rest of itself, and calls us. */
export const filePolicy = `script-src 'self'; connect-src 'self'; ${dataPolicy}`;

/** @param nonce in place of hashes that are not known beforehand */
export function pagePolicy({ scripts, styles }: Inline, vendor: BrowserSources = {}, nonce?: string): string {
  const own: Record<string, readonly string[]> = {
    "script-src": ["'self'", ...(nonce ? [`'nonce-${nonce}'`] : []), ...scripts],
    // Beside a hash browsers ignore 'unsafe-inline', which one vendor cannot do without.
    "style-src": ["'self'", ...(vendor["style-src"]?.includes("'unsafe-inline'") ? [] : styles)],
    // React writes style={} into HTML as attributes. They reach nothing but this page's looks and img-src.
    "style-src-attr": ["'unsafe-inline'"],
    // Puzzles are data URLs.
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
  };
  for (const name of directives) {
    const added = vendor[name] ?? [];
    if (added.length > 0) own[name] = [...(own[name] ?? []), ...added];
  }
  const written = Object.entries(own).map(([name, sources]) => [name, ...sources].join(" "));
  return `${written.join("; ")}; ${dataPolicy}`;
}

/** Elements of HTML as Next writes it: no `>` in attributes, no such end tag in what it encloses. */
export function inlineOf(html: string): Inline {
  const hashes = (element: RegExp) => {
    const texts = [...html.matchAll(element)].map(([, text = ""]) => text);
    return [...new Set(texts.filter((text) => text !== "").map(hashOf))];
  };
  return {
    scripts: hashes(/<script\b(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs),
    styles: hashes(/<style\b[^>]*>(.*?)<\/style>/gs),
  };
}

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
