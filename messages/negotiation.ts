// Which of our languages serves a wish best.
import { defaultLocale, type Locale, locales } from "./locales";

/** RFC 5646 4.4.1 asks nobody to bear more; the first part of a path may be 16 kB, and Intl looks at it all, squared. */
const longestTag = 35;

/** Our locale for a language tag: itself, else the one of the same language and script, else of the same language. */
function localeOf(tag: string): Locale | undefined {
  if (tag.length > longestTag) return undefined;
  try {
    const { baseName, language, script } = new Intl.Locale(tag).maximize();
    const ours = profiles.filter((each) => each.language === language);
    const one =
      ours.find((each) => each.baseName === baseName) ??
      ours.find((each) => each.script === script) ??
      ours[0];
    return one?.locale;
  } catch {
    // No language tag.
    return undefined;
  }
}

const profiles = locales.map((locale) => {
  const { baseName, language, script } = new Intl.Locale(locale).maximize();
  return { locale, baseName, language, script };
});

/** A header may be as long as 16 kB, and this is asked before every send. */
const longestWish = 250;
const mostRemembered = 500;
const remembered = new Map<string, Locale>();

/**
 * The locale of ours that serves a wish best.
 * @param wish a language tag, or an Accept-Language header (RFC 9110 12.5.4)
 */
export function supportedLocale(wish: string | null | undefined): Locale {
  const text = (wish ?? "").slice(0, longestWish);
  const known = remembered.get(text);
  if (known) return known;
  const locale = negotiate(text);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(text, locale);
  return locale;
}

function negotiate(text: string): Locale {
  const wishes = text.split(",").map((part) => {
    const [tag = "", weight] = part.split(/;\s*q=/i);
    return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) || 0 };
  });
  const refused = new Set(wishes.filter(({ weight }) => weight <= 0).map(({ tag }) => localeOf(tag)));
  const anything = [defaultLocale, ...locales].find((locale) => !refused.has(locale));
  for (const { tag, weight } of wishes.sort((one, other) => other.weight - one.weight)) {
    const found = weight > 0 && (tag === "*" ? anything : localeOf(tag));
    if (found) return found;
  }
  return defaultLocale;
}

/** What a path says of its page's language: `exact` unless there is a better way to write it. */
export function localeOfPath(path: string): { locale: Locale; exact: boolean } | undefined {
  const [, first = ""] = path.split("/", 2);
  const locale = localeOf(first);
  return locale && { locale, exact: locale === first };
}

/** The language of a page that is asked for without one: as chosen before, else as the browser wishes. */
export function wantedLocale(cookies: string | null | undefined, wish: string | null | undefined): Locale {
  const [, chosen] = /(?:^|;)\s*locale=([\w-]{2,10})\s*(?:;|$)/.exec(cookies ?? "") ?? [];
  return locales.find((locale) => locale === chosen) ?? supportedLocale(wish);
}
