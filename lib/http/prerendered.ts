import "server-only";
// The pages that a build prerendered, and what stands in their HTML.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mailStyle } from "../mail-html";
import { type Inline, inlineOf } from "./content-policy";

/** What may be shown in place of any page, under either of its names. */
const errorPages = ["/_not-found", "/404", "/_global-error", "/500"];

export interface Prerendered {
  /** By path, without the error pages. */
  pages: ReadonlyMap<string, Inline>;
  /** Of a page that is rendered for one request, as far as it is known: that of the error pages. */
  elsewhere: Inline;
}

/**
 * @param folder of the build
 * @returns undefined where it is not there: a platform serves the pages, by rules of its own
 * @throws Error where a page's HTML will not stay what it is, so that nobody can know its scripts
 */
export function readPrerendered(folder: string): Prerendered | undefined {
  const manifest = join(folder, "prerender-manifest.json");
  if (!existsSync(manifest)) return undefined;
  const { routes, dynamicRoutes } = JSON.parse(readFileSync(manifest, "utf8"));
  const html = new Map<string, string>();
  for (const [path, route] of Object.entries<{ initialRevalidateSeconds: unknown }>(routes)) {
    const file = join(folder, "server/app", `${path}.html`);
    if (!existsSync(file)) continue;
    if (route.initialRevalidateSeconds !== false) throw unknowable(path);
    html.set(path, readFileSync(file, "utf8"));
  }
  for (const [path, { fallback }] of Object.entries<{ fallback: unknown }>(dynamicRoutes))
    if (fallback !== false) throw unknowable(path);
  return prerendered(html);
}

/** @param html of each page, by path */
export function prerendered(html: ReadonlyMap<string, string>): Prerendered {
  const found = new Map([...html].map(([path, text]) => [path, inlineOf(text)]));
  // Any page may come to show any other's looks, without a new document.
  const styles = [...new Set([...found.values()].flatMap((each) => each.styles))];
  const errors = [...new Set(errorPages.flatMap((path) => found.get(path)?.scripts ?? []))];
  const pages = [...found].filter(([path]) => !errorPages.includes(path));
  return {
    pages: new Map(pages.map(([path, { scripts }]) => [path, { scripts, styles }])),
    // The outbox shows e-mails in a frame, and a frame without an address lives by the policy of its page.
    elsewhere: { scripts: errors, styles: [...styles, ...inlineOf(mailStyle).styles] },
  };
}

const unknowable = (path: string) =>
  new Error(
    `${path} is prerendered anew while it is served, with scripts that no Content-Security-Policy knows. ` +
      'Prerender it once, or for each request: dynamic = "force-dynamic".',
  );
