// Which slips in an e-mail address are mended, which are asked about, and which addresses are left alone.
import { expect, it } from "vitest";
import { likelyEmail, tidyEmail } from "./email-spelling";

it.each([
  [" ada@example.com ", "ada@example.com"],
  ["ada @ example.com", "ada@example.com"],
  ["ada＠example．com", "ada@example.com"],
  ["ａｄａ＠ｅｘａｍｐｌｅ。ｃｏｍ", "ada@example.com"],
  ["\u200eada@example.com\u200f", "ada@example.com"],
  ["ada@example.com.", "ada@example.com"],
  ["ada@example.com,", "ada@example.com"],
  ["mailto:ada@example.com", "ada@example.com"],
  ["Ada Lovelace <ada@example.com>", "ada@example.com"],
  ["“ada@example.com”", "“ada@example.com”"],
  ["Ada.L+news@Example.com", "Ada.L+news@Example.com"],
  ["ada@münchen.de", "ada@münchen.de"],
])("tidies %j", (typed, tidy) => {
  expect(tidyEmail(typed)).toBe(tidy);
});

it.each([
  ["gmial.com", "gmail.com"],
  ["gamil.com", "gmail.com"],
  ["gmal.com", "gmail.com"],
  ["gmaill.com", "gmail.com"],
  ["gnail.com", "gmail.com"],
  ["gmail.con", "gmail.com"],
  ["gmail.cmo", "gmail.com"],
  ["gmail.co", "gmail.com"],
  ["gmail.cm", "gmail.com"],
  ["gmial.con", "gmail.com"],
  ["gmail", "gmail.com"],
  ["gmailcom", "gmail.com"],
  ["gmail,com", "gmail.com"],
  ["gmail..com", "gmail.com"],
  ["hotmial.com", "hotmail.com"],
  ["hotmall.con", "hotmail.com"],
  ["hotmai.fr", "hotmail.fr"],
  ["outlok.com", "outlook.com"],
  ["outloook.de", "outlook.de"],
  ["yaho.com", "yahoo.com"],
  ["yahooo.co.jp", "yahoo.co.jp"],
  ["yahoo.co.ul", "yahoo.co.uk"],
  ["yahho.com.br", "yahoo.com.br"],
  ["iclould.com", "icloud.com"],
  ["icoud.com", "icloud.com"],
  ["qq.con", "qq.com"],
  ["163.cmo", "163.com"],
  ["qqcom", "qq.com"],
  ["navr.com", "naver.com"],
  ["webde", "web.de"],
  ["gmx.ney", "gmx.net"],
  ["yandx.ru", "yandex.ru"],
  ["oragne.fr", "orange.fr"],
  ["libreo.it", "libero.it"],
  ["uol.com.nr", "uol.com.br"],
  ["protonmial.com", "protonmail.com"],
  ["acme.con", "acme.com"],
  ["example.ogr", "example.org"],
])("asks whether %s was to be %s", (typed, meant) => {
  expect(likelyEmail(`ada@${typed}`)).toBe(`ada@${meant}`);
});

it.each([
  ...["gmail.com", "GMAIL.COM", "googlemail.com", "ymail.com", "mail.com", "email.com", "gmx.com", "gmx.de"],
  ...[
    "me.com",
    "mac.com",
    "qq.com",
    "163.com",
    "126.com",
    "139.com",
    "foxmail.com",
    "fastmail.com",
    "hey.com",
  ],
  ...[
    "live.com",
    "live.nl",
    "love.com",
    "msn.com",
    "aol.com",
    "pm.me",
    "proton.me",
    "web.de",
    "free.fr",
    "bk.ru",
  ],
  ...[
    "ya.ru",
    "mail.ru",
    "list.ru",
    "uol.com.br",
    "bol.com.br",
    "ig.com.br",
    "yahoo.de",
    "yahoo.co.in",
    "nate.com",
  ],
  ...["hanmail.net", "daum.net", "seznam.cz", "email.cz", "au.com", "i.softbank.jp", "att.net", "sky.com"],
  // Companies, universities, countries.
  ...[
    "acme.com",
    "apple.com",
    "meta.com",
    "ge.com",
    "aok.de",
    "cloud.com",
    "hotel.com",
    "lookout.com",
    "mall.com",
  ],
  ...["orange.com", "google.com", "amazon.com", "microsoft.com", "alibaba-inc.com", "baidu.com", "mit.edu"],
  ...[
    "cs.ox.ac.uk",
    "u-tokyo.ac.jp",
    "startup.co",
    "acme.io",
    "acme.dev",
    "acme.cm",
    "acme.om",
    "münchen.de",
  ],
  ...[
    "mail.acme.com",
    "gmail.acme.com",
    "example.com",
    "firstgate.example",
    "localhost",
    "tamil.org",
    "email.de",
  ],
  ...["naver.jp", "yahoo-inc.com", "outlook.acme.com", "icloud.acme.com", "wp.com", "o2.de", "t-mobile.de"],
])("asks nothing about %s", (domain) => {
  expect(likelyEmail(`ada@${domain}`)).toBeUndefined();
});

it.each([
  ["ada..l@gmail.com", "ada.l@gmail.com"],
  ["ada.@gmail.com", "ada@gmail.com"],
  ["ada@@gmail.com", "ada@gmail.com"],
  [" Ada＠gmial.com ", "Ada@gmail.com"],
])("takes %s for %s", (typed, meant) => {
  expect(likelyEmail(typed)).toBe(meant);
});

it.each(["", "ada", "@gmail.com", "ada@", "a@b@gmail.com"])("has no guess for %j", (typed) => {
  expect(likelyEmail(typed)).toBeUndefined();
});

it("guesses nothing more once a guess is accepted", () => {
  for (const typed of ["ada@gmial.con", "ada@acme.cmo", "a..b@outlok,com", "ada@webde"]) {
    expect(likelyEmail(likelyEmail(typed) ?? "")).toBeUndefined();
  }
});
