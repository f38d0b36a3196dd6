// Codes and numbers as people type and paste them.
import { describe, expect, it } from "vitest";
import { asciiDigits, findCode } from "./digits";

describe("digits", () => {
  it.each([
    ["１２３４５６", "123456"],
    ["١٢٣٤٥٦", "123456"],
    ["۱۲۳۴۵۶", "123456"],
    ["१२३४५६", "123456"],
    ["๑๒๓๔๕๖", "123456"],
    ["＋44", "+44"],
  ])("writes %s in ASCII", (typed, plain) => {
    expect(asciiDigits(typed)).toBe(plain);
  });

  it.each([
    ["Your code is 123 456", "123456"],
    ["Your code is 123-456. It is valid for 5 minutes.", "123456"],
    ["2 messages: 987654 is your Firstgate code", "987654"],
    ["你的验证码是１２３４５６，5分钟内有效", "123456"],
    ["12 34", "1234"],
    ["no digits", ""],
  ])("finds the code in “%s”", (pasted, code) => {
    expect(findCode(pasted, 6)).toBe(code);
  });

  it("does not take a code out of the middle of a longer number", () => {
    expect(findCode("ticket 12345678, code 555000", 6)).toBe("555000");
  });
});
