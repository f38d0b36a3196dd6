import "server-only";
// The settings, parsed once, on first use: Next loads route modules during a build, which needs no secret.
// Every fault is named in one error, by the setting's name, never by its value. Empty counts as missing.
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { captchaVendors } from "./captcha/vendors";
import type { CaptchaVendorModule } from "./captcha/vendors/define";
import { type CaptchaKind, type Channel, captchaKinds } from "./contract";
import { parseRoutes, type Routes } from "./dispatch/routes";
import { type PriceList, parsePrices } from "./prices";
import { vendors } from "./providers";
import type { ProviderModule } from "./providers/define";
import { parseRedisUrl } from "./stores/redis-url";
import {
  type LimitTable,
  limitsWith,
  limitTable,
  millionths,
  moneyRows,
  type RowName,
} from "./verification/policy";

const secretFile = ".data/secret";

export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly faults: string[]) {
    super(`These settings need mending:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
  }
}

const routes = (channel: Channel) =>
  z
    .string()
    .default("*=outbox")
    .transform((text, context): Routes => {
      // A channel that is switched off has no route at all.
      const parsed = orFault(() => parseRoutes(text === "off" ? "" : text), context) ?? parseRoutes("");
      for (const name of parsed.providers.filter((each) => each !== "outbox")) {
        const vendor = vendors.find((each) => each.name === name);
        if (!vendor) context.addIssue(`unknown provider: ${name}`);
        else if (!vendor.channels.includes(channel)) context.addIssue(`${name} does not serve ${channel}`);
      }
      return parsed;
    });

/** After a vendor the slider may stand, which takes over while the vendor is down. */
const captchaChoices = captchaKinds.flatMap((kind): string[] =>
  captchaVendors.some(({ name }) => name === kind) ? [kind, `${kind},slider`] : [kind],
);

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  APP_URL: z
    .url({ protocol: /^https?$/ })
    .transform((text) => new URL(text))
    .optional(),
  APP_SECRET: z
    .string()
    .transform((text) => text.split(",").map((secret) => secret.trim()))
    .refine(
      (secrets) => secrets.every((secret) => Buffer.byteLength(secret) >= 32),
      "each key needs at least 32 bytes",
    )
    .optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(16).default(0),
  REDIS_URL: z
    .string()
    .transform((text, context) => orFault(() => parseRedisUrl(text), context))
    .optional(),
  UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/ }).optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().optional(),
  // Three round trips and an answer in less than a second, whatever the store does.
  STORE_DEADLINE_MS: z.coerce.number().int().min(10).max(10_000).default(300),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.|(libsql|postgres|postgresql):\/\/.)/, "file:…, libsql://… or postgres://…")
    .default("file:.data/firstgate.db"),
  SMS_ROUTES: routes("sms"),
  EMAIL_ROUTES: routes("email"),
  HEDGE_MS: z.coerce.number().int().min(0).max(60_000).default(1000),
  DEADLINE_MS: z.coerce.number().int().min(100).max(12_000).default(3000),
  // Some eight hundred sends a second at 300 ms each; whoever waits longest waits six seconds.
  DELIVERIES_AT_ONCE: z.coerce.number().int().min(1).max(10_000).default(256),
  DELIVERIES_WAITING: z.coerce.number().int().min(0).max(100_000).default(5000),
  LIMITS: z
    .string()
    .default("")
    .transform((text, context): LimitTable => orFault(() => overrideLimits(text), context) ?? limitTable),
  PRICES: z
    .string()
    .transform((path, context) => orFault(() => readPrices(path), context))
    .optional(),
  CAPTCHA: z
    .string()
    .default("slider")
    .transform((text) => text.split(",").map((kind) => kind.trim()))
    .refine(
      (kinds): kinds is CaptchaKind[] => captchaChoices.includes(kinds.join()),
      `one of ${captchaChoices.join(" ")}`,
    ),
  DEMO: z.literal("1").optional(),
});

type Source = Record<string, string | undefined>;
type Parsed = z.infer<typeof settings>;

export interface Env extends Omit<Parsed, "APP_SECRET" | "DEMO"> {
  APP_SECRET: string[];
  /** A demonstration: the outbox and other open doors are wanted. */
  demo: boolean;
  production: boolean;
  /** The vendors on the routes, with their own settings. */
  chosen: readonly ChosenVendor[];
  /** The vendor of the captcha, where it has one. */
  captchaVendor?: Chosen<CaptchaVendorModule>;
}

interface Chosen<Module> {
  module: Module;
  settings: z.infer<z.ZodObject>;
}

export type ChosenVendor = Chosen<ProviderModule>;

/** @throws SettingsError */
export function parseEnv(source: Source): Env {
  const given: Source = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  // One by one, so that a fault of one setting hides no fault of another.
  const parsed: Partial<Parsed> = {};
  const faults: string[] = [];
  for (const [name, schema] of Object.entries(settings.shape)) {
    const { data, error } = schema.safeParse(given[name]);
    Object.assign(parsed, error ? {} : { [name]: data });
    faults.push(...(error?.issues ?? []).map((issue) => `${name}: ${issue.message}`));
  }

  faults.push(...storeFaults(given));
  const demo = given.DEMO === "1";
  const production = given.NODE_ENV === "production";
  if (production && !demo) faults.push(...productionFaults(given, parsed));
  faults.push(...priceFaults(parsed));
  const chosen = chooseVendors(given, parsed, faults);
  const [captchaVendor] = choose(
    captchaVendors.filter(({ name }) => parsed.CAPTCHA?.includes(name)),
    given,
    faults,
  );
  if (production && !demo && captchaVendor) faults.push(...testKeyFaults(captchaVendor));
  if (faults.length > 0) throw new SettingsError(faults);
  const { APP_SECRET = [keptSecret()], DEMO: _, ...rest } = parsed as Parsed;
  return { ...rest, APP_SECRET, demo, production, chosen, ...(captchaVendor && { captchaVendor }) };
}

/** Vendors' settings are parsed only where a route names the vendor. Adds what is wrong to `faults`. */
function chooseVendors(given: Source, parsed: Partial<Parsed>, faults: string[]): ChosenVendor[] {
  const names = [parsed.SMS_ROUTES, parsed.EMAIL_ROUTES].flatMap((routes) => routes?.providers ?? []);
  return choose(
    vendors.filter(({ name }) => names.includes(name)),
    given,
    faults,
  );
}

function choose<Module extends { name: string; settings: z.ZodObject }>(
  modules: readonly Module[],
  given: Source,
  faults: string[],
): Chosen<Module>[] {
  return modules.flatMap((module) => {
    const { data, error } = module.settings.safeParse(given);
    for (const issue of error?.issues ?? []) {
      const name = String(issue.path[0]);
      faults.push(`${name}: ${name in given ? issue.message : "missing"} (${module.name})`);
    }
    return data ? [{ module, settings: data }] : [];
  });
}

/** Everybody knows what the vendor says to tokens under these. */
function testKeyFaults({ module, settings }: Chosen<CaptchaVendorModule>): string[] {
  return (module.testKeys?.(settings) ?? []).map((name) => `${name}: a public test key of ${module.name}`);
}

/** Half a setting, or two answers to one question, would leave state where nobody looks for it. */
function storeFaults({
  REDIS_URL,
  UPSTASH_REDIS_REST_URL: url,
  UPSTASH_REDIS_REST_TOKEN: token,
}: Source): string[] {
  if (url && !token) return ["UPSTASH_REDIS_REST_TOKEN: missing beside UPSTASH_REDIS_REST_URL"];
  if (token && !url) return ["UPSTASH_REDIS_REST_URL: missing beside UPSTASH_REDIS_REST_TOKEN"];
  return url && REDIS_URL ? ["REDIS_URL: UPSTASH_REDIS_REST_URL is set, too; the store is one of them"] : [];
}

function productionFaults(given: Source, parsed: Partial<Parsed>): string[] {
  const faults = given.APP_SECRET
    ? []
    : ["APP_SECRET: missing; for example the output of `openssl rand -base64 48`"];
  for (const name of ["SMS_ROUTES", "EMAIL_ROUTES"] as const) {
    if (parsed[name]?.providers.includes("outbox")) {
      faults.push(`${name}: the outbox delivers nothing; name a vendor, or "off" for no such channel`);
    }
  }
  if (parsed.CAPTCHA?.includes("off")) faults.push("CAPTCHA: off is for demonstrations");
  return faults;
}

/** @throws Error that holds no path and nothing of what was read */
function readPrices(path: string): PriceList {
  let text: string;
  try {
    text = readFileSync(/* turbopackIgnore: true */ path, "utf8");
  } catch {
    throw new Error("no file that can be read");
  }
  const prices = parsePrices(text);
  const known = new Set(["outbox", ...vendors.map(({ name }) => name)]);
  for (const name of prices.providers) if (!known.has(name)) throw new Error(`unknown provider: ${name}`);
  return prices;
}

/** What a route may lead to without a price would be sent as if it were free. The outbox is. */
function priceFaults({ PRICES, SMS_ROUTES, EMAIL_ROUTES }: Partial<Parsed>): string[] {
  const rules = [SMS_ROUTES, EMAIL_ROUTES].flatMap((routes) => [...(routes?.table ?? [])]);
  const missing = rules.flatMap(([country, names]) =>
    names
      .filter((name) => PRICES && name !== "outbox" && !PRICES.covers(name, country))
      .map((name) => `PRICES: no price of ${name} for ${country}, where a route leads to it`),
  );
  return [...new Set(missing)];
}

function overrideLimits(text: string): LimitTable {
  const given: Partial<LimitTable> = {};
  for (const part of text.split(",").map((each) => each.trim())) {
    if (part === "") continue;
    const [, name, max, seconds] = /^([a-z-]+)=(\d{1,9})\/([1-9]\d{0,6})$/.exec(part) ?? [];
    if (!name || !Object.hasOwn(limitTable, name))
      throw new Error(`"${part}" is not name=max/seconds with a row of the table`);
    const unit = moneyRows.has(name) ? millionths : 1;
    given[name as RowName] = { max: Number(max) * unit, seconds: Number(seconds) };
  }
  return limitsWith(given);
}

/** Without a setting: a secret made once and kept beside the data it protects. */
function keptSecret(): string {
  if (!existsSync(secretFile)) {
    mkdirSync(dirname(secretFile), { recursive: true });
    // Written whole before it has its name: nobody ever reads half a secret.
    const draft = `${secretFile}.${process.pid}`;
    writeFileSync(draft, randomBytes(48).toString("base64url"), { mode: 0o600 });
    try {
      linkSync(draft, secretFile);
    } catch (error) {
      // Another process was first: its secret is the one.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft);
    }
  }
  const secret = readFileSync(secretFile, "utf8").trim();
  if (Buffer.byteLength(secret) < 32)
    throw new SettingsError([`${secretFile}: damaged; remove it to have a new one made`]);
  return secret;
}

function orFault<Value>(make: () => Value, context: { addIssue(message: string): void }): Value | undefined {
  try {
    return make();
  } catch (error) {
    context.addIssue((error as Error).message);
    return undefined;
  }
}

let parsed: Env | undefined;

/** @throws SettingsError */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
