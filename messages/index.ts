// Texts of the pages, for server components: reads the files of this folder and compiles them.
// Client components receive `Messages` as a prop and use messages/translator.ts, which needs no parser.
import compile from "icu-minify/compile";
import en from "./en.json";
import { type Messages, type Translate, translator } from "./translator";

export type { MessageKey } from "./translator";

export const defaultLocale = "en";

const files: Record<string, typeof en> = { en };

export const locales: readonly string[] = Object.keys(files);

/**
 * The locale of ours that serves a wish best.
 * @param wish a language tag, or an Accept-Language header (RFC 9110 12.5.4)
 */
export function supportedLocale(wish: string | null | undefined): string {
  const wishes = (wish ?? "").split(",").map((part) => {
    const [tag = "", weight] = part.split(";q=");
    return { tag: tag.trim().toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
  });
  for (const { tag } of wishes.sort((one, other) => other.weight - one.weight)) {
    const language = tag.split("-")[0];
    const found =
      locales.find((locale) => locale.toLowerCase() === tag) ??
      locales.find((locale) => locale.split("-")[0]?.toLowerCase() === language);
    if (found) return found;
  }
  return defaultLocale;
}

/** One top level key of the message files: the share of the texts that one page or component needs. */
export type Namespace = keyof typeof en;

export function direction(locale: string): "ltr" | "rtl" {
  return /^(ar|fa|he|ur)\b/.test(locale) ? "rtl" : "ltr";
}

/** The compiled texts of some namespaces, flat, ready to be passed to a client component. */
export function pageMessages(locale: string, namespaces: readonly Namespace[]): Messages {
  const file = files[locale] ?? en;
  const messages: Messages = {};
  const add = (prefix: string, node: object) => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === "string") messages[`${prefix}.${key}`] = compile(value);
      else add(`${prefix}.${key}`, value);
    }
  };
  for (const namespace of namespaces) add(namespace, file[namespace]);
  // The compiler's objects have no prototype; React passes only plain ones on to the browser.
  return JSON.parse(JSON.stringify(messages));
}

/** A translator for a server component. */
export function pageTranslator(locale: string, namespaces: readonly Namespace[]): Translate {
  return translator(locale, pageMessages(locale, namespaces));
}
