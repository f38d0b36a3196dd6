// The languages we speak. No texts in here: browsers read it, too.

export const locales = [
  ...(["en", "zh-Hans", "zh-Hant", "ja", "ko", "es", "pt-BR", "fr"] as const),
  ...(["de", "ru", "ar", "hi", "id", "vi", "tr"] as const),
] as const;

export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = "en";

/** What each language calls itself. */
export const languageNames: Record<Locale, string> = {
  en: "English",
  "zh-Hans": "简体中文",
  "zh-Hant": "繁體中文",
  ja: "日本語",
  ko: "한국어",
  es: "Español",
  "pt-BR": "Português (Brasil)",
  fr: "Français",
  de: "Deutsch",
  ru: "Русский",
  ar: "العربية",
  hi: "हिन्दी",
  id: "Bahasa Indonesia",
  vi: "Tiếng Việt",
  tr: "Türkçe",
};

export function direction(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}

/** Holds what a person has chosen. */
export const localeCookie = "locale";

/** The path of a page in a language. */
export function pagePath(locale: Locale, page: string): string {
  return page === "/" ? `/${locale}` : `/${locale}${page}`;
}
