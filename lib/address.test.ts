import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptAddress, maskAddress, parseAddress } from "./address";
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
    ["ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"],
    ["ada@bu\u0308cher.example", "ada@xn--bcher-kva.example"],
    ["ada@B\u00dcCHER\u3002example", "ada@xn--bcher-kva.example"],
    ["ada@example.com.", "ada@example.com"],
    ["a\u00adda@exa\u00admple.com", "ada@example.com"],
    ["\ufeffad\u200ba@\u2060example.com\u200e", "ada@example.com"],
    ["\u212aELVIN@example.com", "kelvin@example.com"],
    ["jo\u0308rg@example.com", "jörg@example.com"],
  ])("%j is %s", (typed, canonical) => {
    expect(parseAddress("email", typed)).toMatchObject({ channel: "email", value: canonical });
  });

  it.each([
    ["ada@example.com", "ada@example.com"],
    ["Ada+News@Example.com", "ada@example.com"],
    ["ada+a+b@example.com", "ada@example.com"],
    ["ada.lovelace@example.com", "ada.lovelace@example.com"],
    ["ada-news@example.com", "ada-news@example.com"],
    ["a.d.a+x.y@gmail.com", "ada@gmail.com"],
    ["A.da@GoogleMail.com.", "ada@gmail.com"],
    ["ada@notgmail.com", "ada@notgmail.com"],
    ["a.da@mail.gmail.com", "a.da@mail.gmail.com"],
    ["+ada@example.com", "+ada@example.com"],
    ["+a.da@gmail.com", "+ada@gmail.com"],
  ])("%s is counted as %s, and keeps its own spelling", (typed, counted) => {
    const address = parseAddress("email", typed);
    expect(address.counted).toBe(counted);
    expect(address.value).toBe(typed.toLowerCase().replace(/\.$/, ""));
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
    ...["ada@example.com..", "ada@.example.com", "ada@exam\u200dple.com"],
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
    ["+49 (0) 1512 3456789", "+4915123456789", "DE"],
    ["+٤٩ ١٥١٢ ٣٤٥٦٧٨٩", "+4915123456789", "DE"],
    ["۰۰۴۹۱۵۱۲۳۴۵۶۷۸۹", "+4915123456789", "DE"],
    ["+४९ १५१२ ३४५६७८९", "+4915123456789", "DE"],
    ["+𝟒𝟗 𝟏𝟓𝟏𝟐 𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "+4915123456789", "DE"],
    ["+49\u00ad1512\u200b3456789\ufeff", "+4915123456789", "DE"],
  ])("%j is %s of %s", (typed, value, country) => {
    expect(parseAddress("sms", typed)).toEqual({
      channel: "sms",
      value,
      counted: value,
      country,
      prefix: value.slice(0, -4),
    });
  });

  it("is read in the digits of every script that has them", () => {
    const systems = Intl.supportedValuesOf("numberingSystem").filter((system) =>
      /^\p{Nd}$/u.test(new Intl.NumberFormat("en", { numberingSystem: system }).format(7)),
    );
    expect(systems.length).toBeGreaterThan(50);
    for (const numberingSystem of systems) {
      const digits = new Intl.NumberFormat("en", { numberingSystem, useGrouping: false });
      const typed = `+${digits.format(491512)}${digits.format(3406789)}`;
      expect(parseAddress("sms", typed).value, numberingSystem).toBe("+4915123406789");
    }
  });

  it("of Argentina is counted once, called as a mobile or not", () => {
    const [mobile, plain] = ["+54 9 11 2345-6789", "+54 11 2345-6789"].map((typed) =>
      parseAddress("sms", typed),
    );
    expect([mobile?.value, plain?.value]).toEqual(["+5491123456789", "+541123456789"]);
    expect([mobile?.counted, mobile?.prefix]).toEqual([plain?.counted, plain?.prefix]);
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
          const { value, counted } = parseAddress(channel, typed);
          expect(parseAddress(channel, value)).toMatchObject({ value, counted });
          expect(parseAddress(channel, counted).counted).toBe(counted);
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

describe("an address that was kept", () => {
  const parsed = [
    parseAddress("email", "A.da+news@googlemail.com"),
    parseAddress("email", "ada@bücher.example"),
    parseAddress("sms", "+49 1512 3456789"),
    parseAddress("sms", "+54 9 11 2345 6789"),
  ];

  it.each(parsed)("is $value again, with all that limits count by", (address) => {
    const { channel, value, country } = address;

    expect(keptAddress({ channel, address: value, ...(country && { country }) })).toEqual(address);
    // As an earlier version kept it.
    expect(keptAddress({ channel, address: value })).toEqual(address);
  });
});

describe("a mask", () => {
  it("leaves enough to recognise and too little to use", () => {
    expect(maskAddress("email", "ada@example.com")).toBe("a•••@example.com");
    expect(maskAddress("sms", "+4915123456789")).toBe("+49 ••• 89");
  });
});
