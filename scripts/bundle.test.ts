import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findLeaks } from "./bundle.mjs";

/** Nothing that anybody uses. */
const secret = "c2VjcmV0LW9mLXRlc3RzLW9ubHk+/=";
const clean = {
  "static/chunks/a.js": 'const viewport="VIEWPORT";t("sign-up")',
  "server/app/index.html": "<p>Hi",
};

let build = "";
beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), "firstgate-bundle-"));
  for (const [file, text] of Object.entries(clean)) plant(file, text);
});
afterEach(() => rmSync(build, { recursive: true }));

function plant(file: string, text: string) {
  mkdirSync(dirname(join(build, file)), { recursive: true });
  writeFileSync(join(build, file), text);
}

describe("the check of what browsers get", () => {
  it("finds nothing where nothing is", () => {
    expect(findLeaks(build, { APP_SECRET: secret, CAPTCHA: "turnstile" })).toEqual([]);
  });

  it.each([
    ["a setting's name", "APP_SECRET", "process.env.APP_SECRET"],
    ["a vendor's setting", "TWILIO_AUTH_TOKEN", "e.TWILIO_AUTH_TOKEN"],
    ["a module of the server", "ioredis", 'require("ioredis")'],
    ["a module of Node", "node:crypto", 'from"node:crypto"'],
  ])("finds %s", (_, what, text) => {
    plant("static/chunks/deep/b.js", text);
    expect(findLeaks(build, {})).toEqual([`${what} is in what browsers get: static/chunks/deep/b.js`]);
  });

  it.each([
    ["in a script", "static/chunks/b.js", `x="${secret}"`],
    ["in a page", "server/app/sign-up.html", `<p>${secret}</p>`],
    ["in a page's data", "server/app/sign-up.segments/_full.segment.rsc", `1:"${secret}"`],
    ["beside the scripts", "static/media/worker.ts", secret],
  ])("finds a setting's value %s, and does not repeat it", (_, file, text) => {
    plant(file, text);
    const leaks = findLeaks(build, { APP_SECRET: `${"x".repeat(32)}, ${secret}` });
    expect(leaks).toEqual([`the value of APP_SECRET is in what browsers get: ${file}`]);
  });

  it("finds the password of an address, also as JSON writes it", () => {
    plant("static/chunks/b.js", 'x="p\\"ssw0rd-of-tests"');
    const leaks = findLeaks(build, { DATABASE_URL: "postgres://user:p%22ssw0rd-of-tests@host/name" });
    expect(leaks).toEqual(["the value of DATABASE_URL is in what browsers get: static/chunks/b.js"]);
  });

  it("minds neither what browsers are told anyway, nor values that any text holds", () => {
    plant("static/chunks/b.js", 'kinds={turnstile:1};port=3000;href="https://example.com"');
    expect(findLeaks(build, { CAPTCHA: "turnstile", PORT: "3000", APP_URL: "https://example.com" })).toEqual(
      [],
    );
  });
});
