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
    ["123456", "123456"],
    ["Your code is 123 456", "123456"],
    ["Your code is 123-456. It is valid for 5 minutes.", "123456"],
    ["Your code is 123–456.", "123456"],
    ["Your code: 12 34 56", "123456"],
    ["Your code: 1 2 3 4 5 6", "123456"],
    ["Firstgate: 123456 is your code to sign up. It expires in 5 minutes. Never share it.", "123456"],
    ["Firstgate: 123456 is your code.\n\n@signup.example.com #123456", "123456"],
    ["Reference 998877.\n\n@example.com #123456", "123456"],
    ["2 messages: 987654 is your Firstgate code", "987654"],
    ["G-123456 is your Google verification code.", "123456"],
    ["<#> 123456 is your code FA+9qCX9VSu", "123456"],
    ["[2026-11-22 06:51] Your code is 123456", "123456"],
    ["22.11.2026, 06:51: 123 456 ist Ihr Code", "123456"],
    ["© 2026 123456", "123456"],
    ["Code 123456 2026", "123456"],
    ["123456 5 minutes", "123456"],
    ["Code 123 456 5 minutes", "123456"],
    ["Not you? Call +44 7700 900123. Your code is 123 456.", "123456"],
    ["Not you? Call 0800 123 456. Your code is 654321.", "654321"],
    ["ticket 12345678, code 555000", "555000"],
    ["Code 123456, room 1.234.567", "123456"],
    ["【Firstgate】您的验证码是123456，5分钟内有效，请勿泄露。", "123456"],
    ["你的验证码是１２３４５６，5分钟内有效", "123456"],
    ["認証コード：123456（有効期限：5分）", "123456"],
    ["[Web발신] 인증번호 [123456]를 입력하세요. 유효시간 5분", "123456"],
    ["رمزك هو ١٢٣٤٥٦. تنتهي صلاحيته خلال ٥ دقائق.", "123456"],
    ["رمزك هو \u2066123 456\u2069 وينتهي خلال 5 دقائق", "123456"],
    ["आपका कोड १२३४५६ है। यह ५ मिनट में समाप्त होगा।", "123456"],
    ["Ваш код: 123-456. Действует 5 минут.", "123456"],
    ["12 34", "1234"],
    ["1234567", "123456"],
    ["no digits", ""],
  ])("finds the code in “%s”", (pasted, code) => {
    expect(findCode(pasted, 6)).toBe(code);
  });

  it("finds codes of other lengths", () => {
    expect(findCode("Code 1234, valid 10 minutes, © 2026", 4)).toBe("1234");
    expect(findCode("Code 1234 5678 until 12:30", 8)).toBe("12345678");
    expect(findCode("Code 123 45, 5 minutes", 5)).toBe("12345");
  });
});
