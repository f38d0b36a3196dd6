import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskAddress, parseAddress } from "./address";
import { Problem } from "./problem";

describe("an e-mail address", () => {
  it.each([
    ["Ada.Lovelace@Example.COM", "ada.lovelace@example.com"],
    ["  ada@example.com ", "ada@example.com"],
    ["ada+news@example.com", "ada+news@example.com"],
    ["ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ada@example.com"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["jörg@example.com", "jörg@example.com"],
    ["o'hara@example.co.uk", "o'hara@example.co.uk"],
  ])("%s is %s", (typed, canonical) => {
    expect(parseAddress("email", typed)).toEqual({ channel: "email", value: canonical });
  });

  it.each([
    ...[
      "",
      "ada",
      "@example.com",
      "ada@",
      "ada@localhost",
      "ada@127.0.0.1",
      "ada@[127.0.0.1]",
      "a b@example.com",
    ],
    ...[
      "ada@example.com:25",
      "ada@example.com/x",
      "ada@ex%41mple.com",
      "ada@example..com",
      ".ada@example.com",
    ],
    ...[
      "a..da@example.com",
      '"ada"@example.com',
      `${"x".repeat(65)}@example.com`,
      `ada@${"x.".repeat(130)}com`,
    ],
    ...["ada@example.com\u0000", "ada\n@example.com", "ada@example.com?cc=eve@example.com"],
    ...["=?utf-8?q?eve=40evil.example=3e?=@example.com", "a=?b@example.com"],
  ])("%j is none", (typed) => {
    expect(() => parseAddress("email", typed)).toThrow(Problem);
  });
});

describe("a phone number", () => {
  it.each([
    ["+49 1512 3456789", "+4915123456789", "DE"],
    ["0049 (1512) 345-67.89", "+4915123456789", "DE"],
    ["＋４９１５１２３４５６７８９", "+4915123456789", "DE"],
    ["\u202a+49 1512 3456789\u202c", "+4915123456789", "DE"],
    ["+1 (415) 555-2671", "+14155552671", "US"],
    ["+86 138 0013 8000", "+8613800138000", "CN"],
  ])("%j is %s of %s", (typed, value, country) => {
    expect(parseAddress("sms", typed)).toEqual({
      channel: "sms",
      value,
      country,
      prefix: value.slice(0, -4),
    });
  });

  it("is canonical already when it is parsed again", () => {
    const again = parseAddress("sms", parseAddress("sms", "+44 7911 123456").value);
    expect(again.value).toBe("+447911123456");
  });
});

describe("any text at all", () => {
  it("is an address or a problem, and canonical spellings are fixed points", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.emailAddress(),
      fc.string().map((each) => `+${each}`),
    );
    fc.assert(
      fc.property(fc.constantFrom("email" as const, "sms" as const), text, (channel, typed) => {
        try {
          const { value } = parseAddress(channel, typed);
          expect(parseAddress(channel, value).value).toBe(value);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
          expect(value).not.toMatch(/[\u0000-\u0020\u007f]/);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a mask", () => {
  it("leaves enough to recognise and too little to use", () => {
    expect(maskAddress("email", "ada@example.com")).toBe("a•••@example.com");
    expect(maskAddress("sms", "+4915123456789")).toBe("+49 ••• 89");
  });
});
