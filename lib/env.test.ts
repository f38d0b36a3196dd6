import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseEnv, SettingsError } from "./env";

const secret = "s".repeat(32);

function faultsOf(source: Record<string, string>): string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}
const namesOf = (source: Record<string, string>) => faultsOf(source).map((fault) => fault.split(":")[0]);

describe("the settings", () => {
  it("may all be missing while developing", () => {
    const env = parseEnv({ APP_SECRET: secret });
    expect(env).toMatchObject({
      PORT: 3000,
      CAPTCHA: ["slider"],
      TRUSTED_PROXIES: 0,
      demo: false,
      production: false,
    });
    expect(env.SMS_ROUTES.to("DE")).toEqual(["outbox"]);
  });

  it("count as missing when empty", () => {
    expect(parseEnv({ APP_SECRET: secret, PORT: "", LIMITS: " ", CAPTCHA: "" }).PORT).toBe(3000);
  });

  it("stop a production start by name: secret, outbox, open captcha, all in one error", () => {
    expect(namesOf({ NODE_ENV: "production", CAPTCHA: "off" })).toEqual([
      ...["APP_SECRET", "SMS_ROUTES", "EMAIL_ROUTES", "CAPTCHA"],
    ]);
    expect(namesOf({ NODE_ENV: "production", CAPTCHA: "off", DEMO: "1", APP_SECRET: secret })).toEqual([]);
  });

  it("are named when wrong, never repeated", () => {
    const faults = faultsOf({
      ...{
        APP_SECRET: "too-short-to-be-a-key",
        PORT: "http",
        APP_URL: "javascript:alert(1)",
        TRUSTED_PROXIES: "-1",
      },
      ...{
        LIMITS: "address-hour=5",
        SMS_ROUTES: "CN=acme",
        CAPTCHA: "maybe",
        DEMO: "yes",
        REDIS_URL: "valkey.example.com:6379",
        DATABASE_URL: "mysql://x",
      },
    });
    expect(faults.map((fault) => fault.split(":")[0]).sort()).toEqual([
      ...[
        "APP_SECRET",
        "APP_URL",
        "CAPTCHA",
        "DATABASE_URL",
        "DEMO",
        "LIMITS",
        "PORT",
        "REDIS_URL",
        "SMS_ROUTES",
        "TRUSTED_PROXIES",
      ],
    ]);
    expect(faults.join()).not.toContain("too-short-to-be-a-key");
  });

  it("name one store, and all of it", () => {
    const rest = { UPSTASH_REDIS_REST_URL: "https://x.upstash.io", UPSTASH_REDIS_REST_TOKEN: "token" };
    expect(namesOf({ APP_SECRET: secret, ...rest })).toEqual([]);
    expect(namesOf({ APP_SECRET: secret, REDIS_URL: "redis://a:1,b:2" })).toEqual([]);
    expect(namesOf({ APP_SECRET: secret, ...rest, REDIS_URL: "redis://a" })).toEqual(["REDIS_URL"]);
    expect(namesOf({ APP_SECRET: secret, ...rest, UPSTASH_REDIS_REST_TOKEN: "" })).toEqual([
      "UPSTASH_REDIS_REST_TOKEN",
    ]);
    expect(namesOf({ APP_SECRET: secret, ...rest, UPSTASH_REDIS_REST_URL: "" })).toEqual([
      "UPSTASH_REDIS_REST_URL",
    ]);
  });

  it("take a list of secrets for rotation", () => {
    expect(parseEnv({ APP_SECRET: `${secret}, ${"t".repeat(40)}` }).APP_SECRET).toEqual([
      secret,
      "t".repeat(40),
    ]);
    expect(namesOf({ APP_SECRET: `${secret},short` })).toEqual(["APP_SECRET"]);
  });

  it("override single rows of the limit table", () => {
    const { LIMITS } = parseEnv({ APP_SECRET: secret, LIMITS: "sends-day=3/60, ip-sends-day=7/86400" });
    expect(LIMITS["sends-day"]).toEqual({ max: 3, seconds: 60 });
    expect(LIMITS["ip-sends-day"]).toEqual({ max: 7, seconds: 86_400 });
    expect(LIMITS["address-cooldown"]).toEqual({ max: 1, seconds: 60 });
    expect(namesOf({ APP_SECRET: secret, LIMITS: "no-such-row=1/1" })).toEqual(["LIMITS"]);
    expect(namesOf({ APP_SECRET: secret, LIMITS: "constructor=1/1" })).toEqual(["LIMITS"]);
  });

  it("give ceilings of money in whole units, and keep a share of every ceiling unless it is given, too", () => {
    const table = (LIMITS: string) => parseEnv({ APP_SECRET: secret, LIMITS }).LIMITS;
    expect(table("")).toMatchObject({
      "sends-day-unproven": { max: 6000, seconds: 86_400 },
      "cost-day": { max: 100_000_000, seconds: 86_400 },
      "cost-day-unproven": { max: 60_000_000, seconds: 86_400 },
    });
    expect(table("sends-day=900/60,cost-day=50/3600")).toMatchObject({
      "sends-day-unproven": { max: 540, seconds: 60 },
      "cost-day": { max: 50_000_000, seconds: 3600 },
      "cost-day-unproven": { max: 30_000_000, seconds: 3600 },
    });
    expect(table("cost-day-unproven=7/60,sends-day-unproven=8/60,sends-day=9/60")).toMatchObject({
      "sends-day-unproven": { max: 8, seconds: 60 },
      "cost-day-unproven": { max: 7_000_000, seconds: 60 },
    });
  });
});

describe("prices", () => {
  const folder = mkdtempSync(join(tmpdir(), "prices-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "prices.json");
  const gateway = {
    ...{ GATEWAY_URL: "https://gateway.example/", GATEWAY_APP_KEY: "k", GATEWAY_APP_SECRET: "s" },
    ...{ GATEWAY_TEMPLATE_ID: "1", SMS_ROUTES: "DE=gateway;*=gateway,outbox" },
  };
  const given = (prices: unknown, more: Record<string, string> = {}) => {
    writeFileSync(path, JSON.stringify({ currency: "EUR", prices }));
    return { APP_SECRET: secret, ...gateway, PRICES: path, ...more };
  };

  it("are read from a file, and none are needed", () => {
    expect(parseEnv(given({ gateway: { DE: 0.07, "*": 0.2 } })).PRICES?.of("gateway", "DE")).toBe(70_000);
    expect(parseEnv({ APP_SECRET: secret, ...gateway }).PRICES).toBeUndefined();
  });

  it("are needed wherever a route leads, once there are any", () => {
    expect(faultsOf(given({ gateway: { DE: 0.07 } }))).toEqual([
      "PRICES: no price of gateway for *, where a route leads to it",
    ]);
    expect(faultsOf(given({ smtp: { "*": 0 } }, { SMS_ROUTES: "DE=gateway" }))).toEqual([
      "PRICES: no price of gateway for DE, where a route leads to it",
    ]);
    expect(faultsOf(given({ gateway: { DE: 0.07 } }, { SMS_ROUTES: "DE=gateway;*=outbox" }))).toEqual([]);
  });

  it("with a fault stop the start, by the setting's name and without what was read", () => {
    expect(faultsOf(given({ gatwy: { "*": 1 }, gateway: { "*": 1 } }))).toEqual([
      "PRICES: unknown provider: gatwy",
    ]);
    expect(faultsOf(given({ gateway: { "*": -1 } }))).toEqual(["PRICES: prices.gateway.* negative"]);
    const lost = faultsOf({ APP_SECRET: secret, PRICES: join(folder, "nowhere") });
    expect(lost).toEqual(["PRICES: no file that can be read"]);
    writeFileSync(path, "hunter2");
    expect(faultsOf({ APP_SECRET: secret, PRICES: path })).toEqual(["PRICES: not JSON"]);
  });
});

describe("a vendor on a route", () => {
  const routes = { APP_SECRET: secret, SMS_ROUTES: "CN=tencent;*=twilio", EMAIL_ROUTES: "*=smtp" };

  it("needs its own settings, all named at once beside every other fault", () => {
    expect(namesOf({ ...routes, PORT: "x" }).sort()).toEqual([
      ...["EMAIL_FROM", "PORT", "SMTP_URL", "TENCENT_SECRET_ID", "TENCENT_SECRET_KEY", "TENCENT_SIGN_NAME"],
      ...[
        "TENCENT_SMS_SDK_APP_ID",
        "TENCENT_TEMPLATE_ID",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_FROM",
      ],
    ]);
  });

  it("serves its own channel only", () => {
    expect(faultsOf({ APP_SECRET: secret, EMAIL_ROUTES: "*=twilio" }).join()).toContain(
      "twilio does not serve email",
    );
  });

  it("has its settings left alone while no route names it", () => {
    expect(faultsOf({ APP_SECRET: secret, TWILIO_ACCOUNT_SID: "nonsense" })).toEqual([]);
  });

  it("lets one fault hide no other, also of a production start", () => {
    expect(
      namesOf({ NODE_ENV: "production", APP_SECRET: "hush", CAPTCHA: "off", SMS_ROUTES: "off" }),
    ).toEqual([...["APP_SECRET", "EMAIL_ROUTES", "CAPTCHA"]]);
  });
});

describe("the captcha", () => {
  const captcha = (CAPTCHA: string, rest: Record<string, string> = {}) => ({
    APP_SECRET: secret,
    CAPTCHA,
    ...rest,
  });
  const turnstile = { TURNSTILE_SITE_KEY: "0x4-a", TURNSTILE_SECRET_KEY: "0x4-b" };

  it("is one kind, or a vendor's with the slider behind it", () => {
    expect(parseEnv(captcha("turnstile", turnstile)).CAPTCHA).toEqual(["turnstile"]);
    expect(parseEnv(captcha(" turnstile, slider", turnstile)).CAPTCHA).toEqual(["turnstile", "slider"]);
    for (const wrong of [
      "slider,turnstile",
      "turnstile,off",
      "turnstile,yidun",
      "slider,slider",
      "turnstile,",
      "no",
    ])
      expect(namesOf(captcha(wrong, turnstile)), wrong).toEqual(["CAPTCHA"]);
  });

  it("of a vendor needs the vendor's settings, all named at once, and only where it is chosen", () => {
    expect(namesOf(captcha("turnstile"))).toEqual(["TURNSTILE_SITE_KEY", "TURNSTILE_SECRET_KEY"]);
    expect(namesOf(captcha("yidun,slider"))).toEqual([
      "YIDUN_CAPTCHA_ID",
      "YIDUN_SECRET_ID",
      "YIDUN_SECRET_KEY",
    ]);
    expect(namesOf(captcha("slider", { TURNSTILE_URL: "nonsense" }))).toEqual([]);
    expect(namesOf(captcha("turnstile", { ...turnstile, TURNSTILE_URL: "http://example.com" }))).toEqual([
      "TURNSTILE_URL",
    ]);
  });

  it("refuses a vendor's public test keys in production, by name, except in a demonstration", () => {
    const keys = {
      TURNSTILE_SITE_KEY: "1x00000000000000000000AA",
      TURNSTILE_SECRET_KEY: "1x0000000000000000000000000000000AA",
    };
    const production = { NODE_ENV: "production", SMS_ROUTES: "off", EMAIL_ROUTES: "off" };
    expect(namesOf(captcha("turnstile", { ...production, ...keys }))).toEqual(Object.keys(keys));
    expect(namesOf(captcha("turnstile", { ...production, ...keys, DEMO: "1" }))).toEqual([]);
    expect(namesOf(captcha("turnstile", { ...production, ...turnstile }))).toEqual([]);
    expect(faultsOf(captcha("turnstile", { ...production, ...keys })).join()).not.toContain("1x0000");
  });
});
