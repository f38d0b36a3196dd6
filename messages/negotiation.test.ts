import { describe, expect, it } from "vitest";
import { type Locale, locales } from "./locales";
import { localeOfPath, supportedLocale, wantedLocale } from "./negotiation";

describe("the locale of a request", () => {
  const served: Partial<Record<Locale, (string | null)[]>> = {
    en: [
      "en",
      "en-GB",
      "EN-us",
      "xx,en;q=0.5",
      "zz-Zzzz",
      "",
      ";;;q=,,",
      "*",
      "*, ja;q=0.5",
      "ja;q=0,ko;q=0",
      null,
    ],
    "zh-Hans": ["zh", "zh-CN", "zh-SG", "zh-Hans-HK", "cmn", "en;q=0, *;q=0.1"],
    "zh-Hant": ["zh-TW", "zh-HK", "zh-MO", "zh-hant"],
    "pt-BR": ["pt", "pt-PT", "PT-br"],
    id: ["in", "id-ID"],
    es: ["es-419"],
    fr: ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5"],
    ja: ["de;q=0.3,ja;q=0.7,ko;q=0.5", "de; Q=0.3, ja; q=0.7"],
    tr: ["nl,tr;q=0.4,ru;q=0", "vi;q=nonsense,tr;q=0.1"],
  };
  it.each(Object.entries(served))("is %s for %j", (locale, wishes) => {
    for (const wish of wishes) expect([wish, supportedLocale(wish)]).toEqual([wish, locale]);
  });

  it("is that which was asked for, for each of ours", () => {
    for (const locale of locales) expect(supportedLocale(locale)).toBe(locale);
  });

  it("is found at once however long the wish is, and however many differ", () => {
    expect(supportedLocale(`ja,${"x".repeat(1_000_000)}`)).toBe("ja");
    expect(supportedLocale(`${"xx,".repeat(100_000)}ja`)).toBe("en");
    for (let wish = 0; wish < 2000; wish++) expect(supportedLocale(`tr,x${wish}`)).toBe("tr");
  });
});

describe("the locale of a page without one", () => {
  it("was chosen before, or is the browser's", () => {
    expect(wantedLocale("locale=zh-Hant", "ja")).toBe("zh-Hant");
    expect(wantedLocale("a=1;locale=tr ; b=2", "ja")).toBe("tr");
    for (const cookies of [
      undefined,
      "",
      "locale=",
      "locale=zz",
      "mylocale=tr",
      "locale=tr%0d",
      "locale=__proto__",
    ])
      expect(wantedLocale(cookies, "ja")).toBe("ja");
  });
});

describe("the locale of a path", () => {
  it("is its first part, unless that is longer than language tags are", () => {
    expect(localeOfPath("/zh-hant/sign-up")).toEqual({ locale: "zh-Hant", exact: false });
    expect(localeOfPath("/sign-up")).toBeUndefined();
    expect(localeOfPath(`/en-x${"-abcdefgh".repeat(4)}/sign-up`)).toBeUndefined();
  });
});
