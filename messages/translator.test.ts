// What the translator does to the values it puts into a text.
import { expect, it } from "vitest";
import { pageTranslator } from ".";

it("sets an address apart from a sentence that runs the other way", () => {
  const say = (locale: "ar" | "en") =>
    pageTranslator(locale, ["verify"])("verify.proven", { address: "+447400900123" });

  expect(say("ar")).toContain("\u2066+447400900123\u2069");
  expect(say("en")).toContain("+447400900123 is confirmed");
});
