// Formats precompiled ICU messages, in browser and server alike: 1 kB, where an ICU parser weighs 12.
import type { CompiledMessage } from "icu-minify/format";
import format from "icu-minify/format";
import type en from "./en.json";
import { direction, type Locale } from "./locales";

/** Every text that exists, as a dotted path: "code.title". */
export type MessageKey = Leaves<typeof en>;
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** Compiled texts by key, made by `pageMessages`. Plain data: it crosses from server to client components. */
export type Messages = Record<string, CompiledMessage>;

export interface Translate {
  (key: MessageKey, values?: Record<string, string | number>): string;
  locale: Locale;
}

const formatters = {
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) =>
    new Intl.NumberFormat(...args),
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
};

/** An address is written from left to right: its plus, dots and digits do not follow the sentence around it. */
function inTheirDirection(values: Record<string, string | number> | undefined, locale: Locale) {
  if (values?.address === undefined || direction(locale) === "ltr") return values;
  return { ...values, address: `\u2066${values.address}\u2069` };
}

/** A missing text throws: it is a mistake of ours, and tests walk every page. */
export function translator(locale: Locale, messages: Messages): Translate {
  const translate = (key: MessageKey, values?: Record<string, string | number>) => {
    const message = messages[key];
    if (message === undefined) throw new Error(`No text for "${key}" was passed to this page`);
    return String(format(message, locale, inTheirDirection(values, locale), { formatters }));
  };
  return Object.assign(translate, { locale });
}
