// Texts of the pages, for server components: reads the files of this folder and compiles what is asked for, once.
// Client components receive `Messages` as a prop and use messages/translator.ts, which needs no parser.
import compile from "icu-minify/compile";
import ar from "./ar.json" with { type: "json" };
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import hi from "./hi.json" with { type: "json" };
import id from "./id.json" with { type: "json" };
import ja from "./ja.json" with { type: "json" };
import ko from "./ko.json" with { type: "json" };
import type { Locale } from "./locales";
import ptBR from "./pt-BR.json" with { type: "json" };
import ru from "./ru.json" with { type: "json" };
import tr from "./tr.json" with { type: "json" };
import { type Messages, type Translate, translator } from "./translator";
import vi from "./vi.json" with { type: "json" };
import zhHans from "./zh-Hans.json" with { type: "json" };
import zhHant from "./zh-Hant.json" with { type: "json" };

export type { MessageKey } from "./translator";

/** One top level key of the message files: the share of the texts that one page or component needs. */
export type Namespace = keyof typeof en;

type Texts = { [key: string]: string | Texts };

const files: Record<Locale, Texts> = {
  ...{ en, ja, ko, es, fr, de, ru, ar, hi, id, vi, tr },
  ...{ "zh-Hans": zhHans, "zh-Hant": zhHant, "pt-BR": ptBR },
};

const compiled = new Map<string, Messages>();

/** The compiled texts of some namespaces, flat, ready to be passed to a client component. */
export function pageMessages(locale: Locale, namespaces: readonly Namespace[]): Messages {
  return Object.assign({}, ...namespaces.map((namespace) => messagesOf(locale, namespace)));
}

function messagesOf(locale: Locale, namespace: Namespace): Messages {
  const known = compiled.get(`${locale} ${namespace}`);
  if (known) return known;
  // A text that is not translated yet is English: so that a text can be added at all. A test says which are missing.
  const messages = { ...flat(namespace, en[namespace]), ...flat(namespace, files[locale][namespace] ?? {}) };
  compiled.set(`${locale} ${namespace}`, messages);
  return messages;
}

function flat(prefix: string, node: Texts | string): Messages {
  // The compiler's objects have no prototype; React passes only plain ones on to the browser.
  if (typeof node === "string") return { [prefix]: JSON.parse(JSON.stringify(compile(node))) };
  return Object.assign({}, ...Object.entries(node).map(([key, value]) => flat(`${prefix}.${key}`, value)));
}

/** A translator for a server component. */
export function pageTranslator(locale: Locale, namespaces: readonly Namespace[]): Translate {
  return translator(locale, pageMessages(locale, namespaces));
}
