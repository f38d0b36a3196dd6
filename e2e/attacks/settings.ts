// The servers that attacks go against, by their settings: the same for the production build and for the copies.
import { join } from "node:path";
import type { Kind } from "./attack";

const common = { TRUSTED_PROXIES: "1", STORE_DEADLINE_MS: "10000" };
const demonstration = { ...common, DEMO: "1", CAPTCHA: "off" };

const rows = (table: Record<string, string>) =>
  Object.entries(table)
    .map(([name, row]) => `${name}=${row}`)
    .join();

export const settings: Readonly<Record<Kind, Record<string, string>>> = {
  open: demonstration,
  tight: {
    ...demonstration,
    // Where one country costs something.
    PRICES: join(import.meta.dirname, "prices.json"),
    LIMITS: rows({
      ...{ "address-cooldown": "1/1", "ip-sends-day": "5/86400", "ip-requests-minute": "40/60" },
      ...{ "network-sends-day": "7/86400", "address-guesses-hour": "4/3600", "ip-guesses-hour": "5/3600" },
      ...{ "prefix-hour": "3/3600", "country-hour": "6/3600", "cost-day": "5/86400" },
    }),
  },
  direct: {
    ...demonstration,
    // With a captcha vendor (widget.ts).
    TRUSTED_PROXIES: "0",
    // One client is everybody here.
    LIMITS: rows({
      ...{ "ip-requests-minute": "80/60", "ip-sends-day": "50/86400" },
      ...{ "sends-day": "10/86400", "sends-day-unproven": "6/86400" },
    }),
  },
  strict: {
    ...{ ...common, APP_URL: "https://firstgate.example", CAPTCHA: "slider", EMAIL_ROUTES: "off" },
    LIMITS: rows({ "ip-puzzles-minute": "10/60", "address-cooldown": "1/1" }),
  },
};
