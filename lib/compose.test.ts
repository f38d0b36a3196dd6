import { describe, expect, it } from "vitest";
import { direction, locales } from "@/messages/locales";
import { composer } from "./compose";
import { purposes } from "./contract";

const parts = { purpose: "sign-up", code: "048213", minutes: 5, locale: "en" } as const;

/** GSM 03.38: the signs that take 7 bits, and those that take twice as many. */
const shortSigns = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const longSigns = new Set("\f^{}\\[~]|€");

/** How much of one segment a text takes: "97 of 160", and of 70 if one of its signs is no GSM sign. */
function segment(text: string): { length: number; of: number } {
  const signs = [...text];
  if (!signs.every((sign) => shortSigns.has(sign) || longSigns.has(sign)))
    return { length: text.length, of: 70 };
  return { length: signs.length + signs.filter((sign) => longSigns.has(sign)).length, of: 160 };
}

describe("a text message", () => {
  it.each(locales)("in %s fits one segment for every purpose, with the line for browsers", (locale) => {
    const compose = composer(new URL("https://signup.shop.com"));
    const long = purposes.flatMap((purpose) => {
      const { text } = compose({ ...parts, locale, purpose, channel: "sms" });
      const { length, of } = segment(text);
      expect(text.split("048213")).toHaveLength(3);
      return length <= of ? [] : [`${purpose}: ${length} of ${of}`];
    });
    expect(long).toEqual([]);
  });

  it("ends with the line that binds the code to an https origin, still within one segment", () => {
    const { text } = composer(new URL("https://sign-up.example.com"))({ ...parts, channel: "sms" });
    expect(text.split("\n").at(-1)).toBe("@sign-up.example.com #048213");
    expect(text.length).toBeLessThanOrEqual(160);
  });

  it("leaves that line out where it could not bind", () => {
    expect(composer(new URL("http://localhost:3000"))({ ...parts, channel: "sms" }).text).not.toContain("@");
  });
});

describe("an e-mail", () => {
  it("says the same in subject, text and HTML, and loads nothing from elsewhere", () => {
    const { subject, text, html } = composer(undefined)({ ...parts, channel: "email" });
    expect(subject).toContain("048213");
    expect(text).toContain("048213");
    expect(html).toContain("048213");
    expect(html).not.toMatch(/src=|href=|url\(/);
  });

  it.each(locales)("in %s says so, and reads in its direction", (locale) => {
    const { html } = composer(undefined)({ ...parts, locale, channel: "email" });
    expect(html).toContain(`<html lang="${locale}" dir="${direction(locale)}">`);
  });

  it("is English where its language has gone since", () => {
    expect(composer(undefined)({ ...parts, locale: "xx", channel: "email" }).html).toContain('lang="en"');
  });
});
