// The production start: what it refuses, how it stops, and what every answer says. Whom it takes for the client, and by
// which paths, is attacked (attacks/).
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { constants } from "node:os";
import { settingNames } from "../scripts/settings.mjs";
import { expect, test } from "./fixtures";
import { rawly } from "./raw";
import { untilReady } from "./server";

const sound = {
  APP_SECRET: "a-secret-of-tests-that-is-long-enough",
  SMS_ROUTES: "off",
  EMAIL_ROUTES: "off",
  CAPTCHA: "slider",
};

test.describe("A production start", () => {
  const refusals = [
    { of: "a missing APP_SECRET", given: { ...sound, APP_SECRET: "" }, named: "APP_SECRET" },
    { of: "an APP_SECRET that is too short", given: { ...sound, APP_SECRET: "short" }, named: "APP_SECRET" },
    {
      of: "the outbox as the provider of text messages",
      given: { ...sound, SMS_ROUTES: "" },
      named: "SMS_ROUTES",
    },
    {
      of: "the outbox as the provider of mails",
      given: { ...sound, EMAIL_ROUTES: "" },
      named: "EMAIL_ROUTES",
    },
    { of: "CAPTCHA=off", given: { ...sound, CAPTCHA: "off" }, named: "CAPTCHA" },
    {
      of: "a captcha vendor's public test keys",
      given: {
        ...{ ...sound, CAPTCHA: "turnstile", TURNSTILE_SITE_KEY: "1x00000000000000000000AA" },
        TURNSTILE_SECRET_KEY: "1x0000000000000000000000000000000AA",
      },
      named: "TURNSTILE_SECRET_KEY",
    },
    { of: "a limit that is not in the table", given: { ...sound, LIMITS: "teapots=1/60" }, named: "LIMITS" },
  ];
  for (const { of, given, named } of refusals) {
    test(`refuses ${of}, by name and before the port opens`, async ({ startServer }) => {
      const server = await startServer(given);

      expect(await server.exited).toBeGreaterThan(0);
      expect(await server.opened).toBe(false);
      expect(server.output()).toContain(named);
    });
  }

  test("names every fault at once, and no secret", async ({ startServer }) => {
    const server = await startServer({ ...sound, APP_SECRET: "hush", CAPTCHA: "off", SMS_ROUTES: "" });
    await server.exited;

    for (const named of ["APP_SECRET", "CAPTCHA", "SMS_ROUTES"]) expect(server.output()).toContain(named);
    expect(server.output()).not.toContain("hush");
  });

  test("serves with sound settings, without an outbox", async ({ startServer, request }) => {
    const server = await startServer(sound);

    expect(await server.opened).toBe(true);
    expect((await request.get(`${server.origin}/api/health`)).status()).toBe(200);
    expect((await request.get(`${server.origin}/outbox`)).status()).toBe(404);
    expect((await request.get(`${server.origin}/api/outbox`)).status()).toBe(404);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    test(`ends in order on ${signal}`, async ({ startServer }) => {
      const server = await startServer({ DEMO: "1" });
      await server.opened;
      server.process.kill(signal);

      expect(await server.exited).toBe(0);
    });
  }
});

for (const [command, code] of [
  ["npm start", 0],
  // Next says which signal it was.
  ["next start", 128 + constants.signals.SIGTERM],
] as const) {
  test(`A stop loses no send that was accepted, under ${command}`, async ({ startServer }) => {
    let taken = 0;
    const vendor = createServer((asked, answer) => {
      asked.resume().on("end", () =>
        setTimeout(() => {
          taken += 1;
          answer.end("{}");
        }, 700),
      );
    }).listen(0, "127.0.0.1");
    await once(vendor, "listening");
    const { port } = vendor.address() as AddressInfo;
    const server = await startServer(
      {
        ...{ DEMO: "1", CAPTCHA: "off", SMS_ROUTES: "*=gateway", DELIVERIES_AT_ONCE: "1" },
        ...{ GATEWAY_URL: `http://127.0.0.1:${port}/`, GATEWAY_APP_KEY: "k", GATEWAY_APP_SECRET: "s" },
        GATEWAY_TEMPLATE_ID: "1",
      },
      command,
    );
    await untilReady(server);
    const statuses = await Promise.all(
      [1, 2, 3].map(async (digit) => {
        const address = `+491512345678${digit}`;
        const body = JSON.stringify({ channel: "sms", address, purpose: "sign-up", captchaToken: "off" });
        const headers = { "content-type": "application/json" };
        return (await fetch(`${server.origin}/api/challenges`, { method: "POST", headers, body })).status;
      }),
    );
    server.process.kill("SIGTERM");

    expect(statuses).toEqual([202, 202, 202]);
    expect(await server.exited).toBe(code);
    expect(taken).toBe(3);
    vendor.close();
  });
}

test("Whoever comes in a crowd while the thread is busy waits at the door", async ({ startServer }) => {
  test.skip(process.platform !== "linux", "other systems have a bound of their own, of 128 mostly");
  const server = await startServer({ DEMO: "1" });
  await server.opened;
  server.process.kill("SIGSTOP");
  const visitors = Array.from({ length: 1500 }, () => connect(server.port, "127.0.0.1"));
  try {
    await Promise.all(visitors.map((visitor) => once(visitor, "connect")));
  } finally {
    for (const visitor of visitors) visitor.destroy();
    server.process.kill("SIGCONT");
  }
  await untilReady(server);
});

test("Requests that no browser makes are refused, not broken on", async ({ startServer }) => {
  const server = await startServer({ DEMO: "1" });
  await server.opened;
  const lines = ["GET /api/challenges/%E0%A4%A", "OPTIONS *", "TRACE /api/health", "GET http://[::1/"];
  for (const line of lines) {
    const answer = await rawly(
      server.port,
      `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(answer, line).toMatch(/^HTTP\/1\.1 400 /);
  }
  for (const host of ["", "]][", "evil.example:99"]) {
    const answer = await rawly(
      server.port,
      `GET /sign-up HTTP/1.1\r\nHost: ${host}\r\nAccept-Language: ja\r\nConnection: close\r\n\r\n`,
    );
    expect(answer, host).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer, host).toContain('<html lang="ja"');
  }
  expect(server.output()).not.toMatch(/Error/);
});

for (const command of ["npm start", "next start"] as const) {
  test(`Every answer tells browsers what they may do, under ${command}`, async ({ startServer }) => {
    const secure = await startServer({ DEMO: "1", APP_URL: "https://firstgate.example" }, command);
    const plain = await startServer({ DEMO: "1" }, command);
    await Promise.all([untilReady(secure), untilReady(plain)]);

    const page = await (await fetch(`${secure.origin}/sign-up`)).text();
    const script = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0] ?? "";
    expect(script).not.toBe("");
    const paths = [
      "/sign-up",
      "/ja/sign-up",
      "/outbox",
      "/api/config",
      "/api/nothing",
      "/nothing",
      "/firstgate.jpg",
      script,
    ];
    for (const path of paths) {
      const { headers } = await fetch(`${secure.origin}${path}`);
      expect(headers.get("strict-transport-security"), path).toBe("max-age=31536000");
      const policy = headers.get("content-security-policy") ?? "";
      // One, not two of which a browser would obey both.
      expect(policy, path).toMatch(/^[^,]*default-src 'none'; frame-ancestors 'none'$/);
      expect(/script-src [^;]*unsafe/.test(policy), path).toBe(false);
      expect(policy.length < 50, path).toBe(path.startsWith("/api/"));
      // Said by proxy.ts, which costs too much for anything but pages.
      const proxied = headers.get("link")?.includes("hreflang") ?? false;
      expect(proxied, path).toBe(["/sign-up", "/ja/sign-up", "/outbox", "/nothing"].includes(path));
      expect(headers.get("x-frame-options"), path).toBe("DENY");
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy"), path).toBe("same-origin");
      expect(headers.get("origin-agent-cluster"), path).toBe("?1");
      expect(headers.get("permissions-policy"), path).toContain("camera=()");
      expect(headers.get("referrer-policy"), path).toBe("strict-origin-when-cross-origin");
      expect(headers.has("x-powered-by"), path).toBe(false);
    }
    expect((await fetch(`${plain.origin}/sign-up`)).headers.has("strict-transport-security")).toBe(false);
  });
}

test("Every setting is in .env.example, with nothing filled in", () => {
  const lines = readFileSync(".env.example", "utf8").split("\n");

  expect(lines).toEqual(expect.arrayContaining(settingNames().map((name) => `${name}=`)));
});
