import { describe, expect, it } from "vitest";
import { parsePrices } from "./prices";

const list = (prices: unknown, currency: unknown = "USD") => JSON.stringify({ currency, prices });

describe("a price list", () => {
  const prices = parsePrices(
    list({ twilio: { US: 0.0083, "*": 0.09 }, aliyun: { CN: 0.0061 }, smtp: { "*": 0.0000001 } }),
  );

  it.each([
    ["twilio", "US", 8300],
    ["twilio", "DE", 90_000],
    ["twilio", undefined, 90_000],
    ["aliyun", "CN", 6100],
    // Never free, however cheap.
    ["smtp", undefined, 1],
    ["outbox", "DE", 0],
  ])("says of %s in %s: %i millionths", (provider, country, price) => {
    expect(prices.of(provider, country)).toBe(price);
  });

  it("knows its currency, its providers, and where it has no price", () => {
    expect([prices.currency, prices.providers]).toEqual(["USD", ["twilio", "aliyun", "smtp"]]);
    const covered = [
      ...[prices.covers("twilio", "DE"), prices.covers("twilio", "*"), prices.covers("aliyun", "CN")],
      ...[prices.covers("aliyun", "*"), prices.covers("aliyun", "DE"), prices.covers("tencent", "CN")],
    ];
    expect(covered).toEqual([true, true, true, false, false, false]);
  });

  it.each([
    ["{", "not JSON"],
    ["42", "expected object"],
    [list({}, "dollars"), "currency not a currency's three letters"],
    [list({ twilio: { US: -0.01 } }), "prices.twilio.US negative"],
    [list({ twilio: { US: "0.01" } }), "prices.twilio.US not a number"],
    [list({ twilio: { US: 1e9 } }), "prices.twilio.US more than a million"],
    [list({ twilio: { usa: 1 } }), "prices.twilio.usa"],
    [list({ twilio: 1 }), "prices.twilio"],
    [JSON.stringify({ currency: "USD", prices: {}, price: 1 }), "price"],
  ])("%s is none: %s", (text, fault) => {
    expect(() => parsePrices(text)).toThrow(fault);
  });

  it("never quotes what it could not read", () => {
    expect(() => parsePrices("hunter2")).toThrow(/^not JSON$/);
    expect(() => parsePrices(list({ twilio: { US: "hunter2" } }))).not.toThrow(/hunter2/);
  });
});
