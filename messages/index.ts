// Texts of the pages, for server components: reads the files of this folder and compiles them.
// Client components receive `Messages` as a prop and use messages/translator.ts, which needs no parser.
import compile from "icu-minify/compile";
import en from "./en.json";
import { type Messages, type Translate, translator } from "./translator";

export const defaultLocale = "en";

const files: Record<string, typeof en> = { en };

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
  return messages;
}

/** A translator for a server component. */
export function pageTranslator(locale: string, namespaces: readonly Namespace[]): Translate {
  return translator(locale, pageMessages(locale, namespaces));
}
