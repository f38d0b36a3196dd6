import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { hmac } from "./hmac";

it("is what RFC 4231 says it is", () => {
  const digest = hmac(Buffer.from("Jefe"))("what do ya want for nothing?");
  expect(Buffer.from(digest, "base64url").toString("hex")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

it("is what Node makes of any text under any key", () => {
  const keys = fc.uint8Array({ maxLength: 64 });
  fc.assert(
    fc.property(keys, fc.string({ unit: "binary", maxLength: 300 }), (key, text) => {
      expect(hmac(key)(text)).toBe(createHmac("sha256", key).update(text).digest("base64url"));
    }),
  );
});

it("refuses a key that would have to be hashed first", () => {
  expect(() => hmac(new Uint8Array(65))).toThrow();
});
