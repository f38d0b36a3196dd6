// Countries by name and flag, from what the browser knows.

/** The flag as an emoji. */
export function flag(country: string): string {
  return /^[A-Z]{2}$/.test(country)
    ? String.fromCodePoint(...[...country].map((letter) => 0x1f1a5 + letter.charCodeAt(0)))
    : "";
}

/** Whether the fonts here have flags: without them the two letters stand apart, twice as wide as one. */
export function flagsAreDrawn(): boolean {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return false;
  return pen.measureText(flag("GB")).width < pen.measureText(flag("GB").slice(0, 2)).width * 1.6;
}

/** Countries with their names in the language, in its order. */
export function namedCountries(locale: string, countries: readonly string[]) {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  const order = new Intl.Collator(locale);
  return countries
    .map((country) => ({ country, name: names.of(country) ?? country }))
    .sort((a, b) => order.compare(a.name, b.name));
}

/** The country a person is probably in, as far as the languages of the browser tell. */
export function guessCountry(languages: readonly string[], countries: readonly string[]): string {
  const regions = languages.map((language) => {
    try {
      return new Intl.Locale(language);
    } catch {
      return undefined;
    }
  });
  const spoken = regions.map((locale) => locale?.region);
  const likely = regions.map((locale) => locale?.maximize().region);
  return [...spoken, ...likely].find((region) => region && countries.includes(region)) ?? countries[0] ?? "";
}
