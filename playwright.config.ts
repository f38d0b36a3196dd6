// Browser tests: journeys through the production build, each run with a server,
// a port and a database of its own. `npm run build` comes first; `npm test` does both.
import { defineConfig, devices } from "@playwright/test";
import { freePort, settings } from "./e2e/server";
import { browserArguments, findBrowser } from "./scripts/browser.mjs";

// Workers read this file, too, and inherit what is chosen here.
process.env.E2E_PORT ??= String(await freePort());
const port = process.env.E2E_PORT;
// A second server for tests that are not about the captcha: a hand takes seconds at a slider.
process.env.E2E_OPEN_PORT ??= String(await freePort());
const openPort = process.env.E2E_OPEN_PORT;
// A store outside the server: tests read there what a person would see in the picture (e2e/answer.ts).
process.env.E2E_REDIS_URL ??= `redis://127.0.0.1:${await freePort()}`;
const redisUrl = process.env.E2E_REDIS_URL;
const redisPort = Number(new URL(redisUrl).port);

/** What servers do, as clients without a browser see it. */
const servers = /(crash|dump|instances|mounts|outages|production-folder|rotation|server|workers)\.spec\.ts$/;

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  fullyParallel: true,
  // No more than processors: some tests hold a server to a second, with another test beside them.
  workers: 2,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    baseURL: `http://localhost:${port}`,
    locale: "en-GB",
    timezoneId: "Europe/London",
    // A trace of every move of a drag would take three times as long: ask with --trace=on.
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findBrowser(), args: browserArguments },
  },
  projects: [
    // The longest first: at the end they would leave the other workers idle.
    { name: "servers", testMatch: servers },
    // Phones, other languages and the dark: tests that need them say so (everybody.spec.ts).
    { name: "desktop", use: { ...devices["Desktop Chrome"] }, testIgnore: servers },
  ],
  webServer: [
    {
      command: `redis-server --port ${redisPort} --bind 127.0.0.1 --save "" --appendonly no`,
      port: redisPort,
    },
    {
      command: "node .next/firstgate/server.mjs",
      url: `http://localhost:${port}/api/health`,
      env: settings({
        PORT: port,
        DEMO: "1",
        REDIS_URL: redisUrl,
        DATABASE_URL: "file:test-results/e2e.db",
        // All of the tests come from one address.
        LIMITS: "ip-requests-minute=100000/60,ip-puzzles-minute=100000/60,ip-sends-day=100000/86400",
      }),
      gracefulShutdown: { signal: "SIGTERM", timeout: 5000 },
    },
    {
      command: "node .next/firstgate/server.mjs",
      url: `http://localhost:${openPort}/api/health`,
      env: settings({
        ...{ PORT: openPort, DEMO: "1", CAPTCHA: "off", DATABASE_URL: "file::memory:" },
        LIMITS: "ip-requests-minute=100000/60,ip-sends-day=100000/86400",
      }),
      gracefulShutdown: { signal: "SIGTERM", timeout: 5000 },
    },
  ],
});
