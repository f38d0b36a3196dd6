// Phone numbers while they are typed. Carries the metadata of every country (36 kB), so it is only ever
// imported when a phone field is shown.
import {
  AsYouType,
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";
import { asciiDigits } from "./digits";

/** A number as somebody is typing it: in the spelling of its country, or with its + for a moment. */
export interface PhoneDraft {
  /** ISO 3166-1 alpha-2, or empty before one is known. */
  country: string;
  national: string;
}

/** "+44" */
export function dialCode(country: string): string {
  return isSupportedCountry(country) ? `+${getCountryCallingCode(country)}` : "";
}

/**
 * Formats what is in the field. An international spelling (+44 7700…, 0044…) chooses the country; once the
 * number is `whole` (pasted, filled in, or left) it is written the way that country writes it.
 */
export function readPhone(
  typed: string,
  country: string,
  countries: readonly string[],
  whole: boolean,
): PhoneDraft {
  const text = internationalized(typed);
  if (!text.startsWith("+")) {
    return { country, national: new AsYouType(known(country)).input(text) };
  }
  const writer = new AsYouType();
  const national = writer.input(text);
  const number = parsePhoneNumberFromString(text);
  const home =
    number?.country ??
    // Numbers set aside for examples belong to nobody, but their first country will do.
    (number?.isPossible() ? number.getPossibleCountries()[0] : undefined) ??
    writer.getCountry();
  if (!home || !countries.includes(home)) return { country, national };
  if (whole && number?.isPossible()) return { country: home, national: number.formatNational() };
  return { country: home, national };
}

/** E.164, or undefined when it cannot be a number of that country. The server knows better and decides. */
export function toE164(draft: PhoneDraft): string | undefined {
  const number = parsePhoneNumberFromString(internationalized(draft.national), known(draft.country));
  return number?.isPossible() ? number.number : undefined;
}

/** An E.164 number back in the spelling of its country. */
export function toDraft(e164: string, countries: readonly string[]): PhoneDraft {
  return readPhone(e164, "", countries, true);
}

/** Copied contacts bring invisible signs of direction, a "tel:" or a bracket in front of the plus. */
function internationalized(text: string): string {
  const plain = asciiDigits(text)
    .replace(/\p{Cf}/gu, "")
    .trim();
  return plain.replace(/^(tel:|\((?=\s*(\+|00)))\s*/i, "").replace(/^00/, "+");
}

function known(country: string): CountryCode | undefined {
  return isSupportedCountry(country) ? country : undefined;
}
