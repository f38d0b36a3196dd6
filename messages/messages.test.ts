import { describe, expect, it } from "vitest";
import { supportedLocale } from "./negotiation";

describe("the locale of a request", () => {
  it.each([
    ["en", "en"],
    ["en-GB", "en"],
    ["EN-us", "en"],
    ["xx,en;q=0.5", "en"],
    ["zz-Zzzz", "en"],
    ["", "en"],
    [";;;q=,,", "en"],
    [null, "en"],
  ])("%j is served in %s", (wish, locale) => {
    expect(supportedLocale(wish)).toBe(locale);
  });
});
