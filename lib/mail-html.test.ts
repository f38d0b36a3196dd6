import { describe, expect, it } from "vitest";
import { locales } from "@/messages/locales";
import { composer } from "./compose";
import { purposes } from "./contract";
import { mailHtml } from "./mail-html";

const plain = { subject: "Subject", lead: "Lead", code: "048213", expires: "Expires", ignore: "Ignore" };

describe("the HTML of an e-mail", () => {
  it("takes every text for text", () => {
    const sly = `<i onload="x">&'</i>`;
    const html = mailHtml("en", { subject: sly, lead: sly, code: sly, expires: sly, ignore: sly });
    expect(html).not.toContain("<i");
    expect(html.split("&lt;i onload=&quot;x&quot;&gt;&amp;&#39;&lt;/i&gt;")).toHaveLength(7);
  });

  it("has the code in one piece, so that it is copied in one piece", () => {
    expect(mailHtml("en", plain).split(">048213<")).toHaveLength(2);
  });

  it("turns round for Arabic, in words that Outlook knows, but not the code", () => {
    const html = mailHtml("ar", plain);
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toMatch(/align="right"[^>]*>Lead</);
    expect(html).not.toContain('align="left"');
    expect(html).toMatch(/<table [^>]*dir="ltr"[^>]*><tr><td [^>]*>048213</);
  });

  it("says first, unseen, what an inbox shows beside the subject", () => {
    expect(mailHtml("en", plain)).toMatch(/<body[^>]*>\s*<div style="display:none[^>]*>Expires&#847;/);
  });

  it.each(locales)("stays far below the size that Gmail cuts off, and loads nothing, in %s", (locale) => {
    for (const purpose of purposes) {
      const mail = composer(undefined)({ channel: "email", purpose, code: "048213", minutes: 5, locale });
      expect(Buffer.byteLength(mail.html ?? "")).toBeLessThan(20_000);
      expect(mail.html).toContain(`lang="${locale}"`);
      expect(mail.html).not.toMatch(/<(?:img|link|script|a)\b|url\(|href=|src=|@import/);
    }
  });
});
