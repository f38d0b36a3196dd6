import "server-only";
// The price list: what one message costs, by provider and country, as an operator writes it into a file.
import { z } from "zod";
import type { Prices } from "./ports";
import { millionths } from "./verification/policy";

export interface PriceList extends Prices {
  /** ISO 4217. Only for people: everything is counted in one currency. */
  currency: string;
  providers: readonly string[];
  /** @param country a country, or "*" for all that have no price of their own */
  covers(provider: string, country: string): boolean;
}

const schema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "not a currency's three letters"),
  prices: z.record(
    z.string(),
    z.record(
      z.string().regex(/^([A-Z]{2}|\*)$/, "neither a country's two letters nor *"),
      z.number("not a number").min(0, "negative").max(1_000_000, "more than a million"),
    ),
  ),
});

/** @throws Error that says what is wrong where, and no price */
export function parsePrices(text: string): PriceList {
  const { data, error } = schema.safeParse(jsonOf(text));
  if (error) {
    throw new Error(
      error.issues.map(({ path, message }) => `${path.join(".")} ${message}`.trim()).join("; "),
    );
  }
  const table = new Map(
    Object.entries(data.prices).map(([provider, countries]) => [
      provider,
      new Map(Object.entries(countries).map(([country, price]) => [country, inMillionths(price)])),
    ]),
  );
  return {
    currency: data.currency,
    providers: [...table.keys()],
    covers: (provider, country) => ["*", country].some((name) => table.get(provider)?.has(name)),
    of(provider, country = "*") {
      const prices = table.get(provider);
      // What has no price at all is the outbox: every other provider is covered, or there was no start.
      return prices?.get(country) ?? prices?.get("*") ?? 0;
    },
  };
}

/** Nothing that has a price is free. */
const inMillionths = (price: number) => (price > 0 ? Math.max(1, Math.round(price * millionths)) : 0);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What a parser says quotes what it read.
    throw new Error("not JSON");
  }
}
