// GET /api/config, GET /api/health, and what answers for every other path and for what is none.
import { getCountries } from "libphonenumber-js/max";
import { locales } from "@/messages/locales";
import { channels, codeLength } from "../../contract";
import { Problem } from "../../problem";
import { query } from "../route";

export const readConfig = query(async ({ services: { env, shownCaptcha } }) => {
  const { countries } = env.SMS_ROUTES;
  const served = { email: env.EMAIL_ROUTES, sms: env.SMS_ROUTES };
  return {
    status: 200,
    body: {
      channels: channels.filter((channel) => served[channel].providers.length > 0),
      captcha: shownCaptcha(),
      countries: countries === "*" ? getCountries() : countries,
      codeLength,
      locales,
    },
  };
});

export const readHealth = query(async ({ services: { parts } }) => {
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const answers = await Promise.allSettled(names.map((name) => parts[name]()));
  const down = names.filter((_, index) => answers[index]?.status === "rejected");
  if (down.length > 0) throw new Problem("unavailable", { down, retryAfter: 1 });
  return {
    status: 200,
    body: { status: "up", parts: Object.fromEntries(names.map((name) => [name, "up"])) },
  };
}, "monitor");

export const notFound = query(async () => {
  throw new Problem("not-found");
});

/** Where requests are sent that no server could read; see introduce.ts. */
export const unreadable = query(async () => {
  throw new Problem("invalid-request");
});
