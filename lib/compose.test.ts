import { describe, expect, it } from "vitest";
import { composer } from "./compose";
import { purposes } from "./contract";

const parts = { purpose: "sign-up", code: "048213", minutes: 5, locale: "en" } as const;

describe("a text message", () => {
  it.each(purposes)("for %s fits one GSM-7 segment and holds the code once", (purpose) => {
    const { text } = composer(undefined)({ ...parts, purpose, channel: "sms" });
    expect(text).toMatch(/^[\x20-\x7e]{1,160}$/);
    expect(text.split("048213")).toHaveLength(2);
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
});
