import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { captchaVendors } from "../captcha/vendors";
import { inlineOf } from "./content-policy";
import { policies } from "./csp";
import { platformRules } from "./platform-rules";
import { prerendered, readPrerendered } from "./prerendered";

const page = (script: string) =>
  `<html><head><script src="/_next/a.js" async=""></script><style data-href="x">p{}</style></head>` +
  `<body><script>${script}</script><script id="_R_">shared()</script><script src="/b.js"></script></body></html>`;
const html = new Map([
  ["/en", page("front()")],
  ["/en/sign-up", page("signUp()")],
  ["/ja/sign-up", page("signUpInJapanese()")],
  ["/_not-found", page("notFound()")],
]);
const built = prerendered(html);
/** `openssl dgst -sha256 -binary | base64` of each script. */
const hashes = {
  "front()": "'sha256-3KYDnTEsbT4X4IgokQzB3J6Jj9n3Z0XMzL+oz+esrjM='",
  "signUp()": "'sha256-kXahrkR1mPzUHa5Tn7tJ+OY6IN2eczcrOLhi7BEyN/I='",
  "signUpInJapanese()": "'sha256-K2m8+PorMtPAddYm7TYncZjBIsgWeEF3NjcIeaII8/8='",
  "notFound()": "'sha256-InOliS2WSlIFmtMj0NQsMgr0P1HcBNkBH7GqNkT4fcU='",
  "shared()": "'sha256-IJrPHI7HToZpC279dG6mVQmRko3hp5U8aDye2JyOJf8='",
  "p{}": "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='",
};

const directive = (policy: string, name: string) =>
  policy
    .split("; ")
    .find((each) => each.startsWith(`${name} `))
    ?.split(" ")
    .slice(1);
const vendorOf = (name: string) => captchaVendors.find((each) => each.name === name)?.sources;

describe("the policy of a prerendered page", () => {
  const policy = policies(built)("/sign-up?from=x");

  it("runs our files and the scripts that stand in it, and no other page's", () => {
    expect(directive(policy, "script-src")).toEqual(["'self'", hashes["signUp()"], hashes["shared()"]]);
    expect(directive(policies(built)("/"), "script-src")).toContain(hashes["front()"]);
  });

  it("without a language in its path is that of the language it will have", () => {
    const policyFor = policies(built);
    const japanese = policyFor("/ja/sign-up");
    expect(directive(japanese, "script-src")).toContain(hashes["signUpInJapanese()"]);
    expect(policyFor("/en/sign-up", { cookie: "locale=ja" })).toBe(policy);
    expect(policyFor("/sign-up", { "accept-language": "ja-JP" })).toBe(japanese);
    expect(policyFor("/sign-up", { cookie: "locale=ja", "accept-language": "en" })).toBe(japanese);
  });

  it("is the same for everybody, so that the page can be kept anywhere", () => {
    expect(policies(built)("/sign-up")).toBe(policy);
  });

  it("has nobody else's sources, no base, no plug-in, no frame, and forms for us alone", () => {
    expect(policy).not.toMatch(/https?:|\*/);
    expect(directive(policy, "default-src")).toEqual(["'none'"]);
    expect(directive(policy, "base-uri")).toEqual(["'none'"]);
    expect(directive(policy, "frame-ancestors")).toEqual(["'none'"]);
    expect(directive(policy, "form-action")).toEqual(["'self'"]);
    expect(directive(policy, "style-src")).toEqual(["'self'", hashes["p{}"]]);
    for (const absent of ["object-src", "frame-src", "media-src"])
      expect(directive(policy, absent)).toBeUndefined();
  });
});

describe("the policy of what is no prerendered page", () => {
  it("brings a nonce of its own each time, and the scripts of the page that says so", () => {
    const policyFor = policies(built);
    const nonces = ["/nothing", "/nothing", "/sign%2Dup"].map((path) => {
      const [self, nonce, ...rest] = directive(policyFor(path), "script-src") ?? [];
      expect([self, rest]).toEqual(["'self'", [hashes["notFound()"], hashes["shared()"]]]);
      expect(nonce).toMatch(/^'nonce-[A-Za-z0-9+/]{22}=='$/);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(3);
  });

  it("lets data do nothing, and a file be a worker of ours", () => {
    expect(policies(built)("/api/config")).toBe("default-src 'none'; frame-ancestors 'none'");
    const file = policies(built)("/_next/static/chunks/x.js");
    expect(directive(file, "script-src")).toEqual(["'self'"]);
    expect(directive(file, "default-src")).toEqual(["'none'"]);
  });

  it("holds nothing of what was asked for", () => {
    for (const target of ["/x\r\nSet-Cookie: a=b", "/%0d%0a", "/'unsafe-inline'", "*", ""])
      expect(policies(built)(target)).toMatch(/^[\w '+/=;:.-]+$/);
  });
});

describe("a captcha vendor", () => {
  it.each(captchaVendors.map(({ name }) => name))("%s never has a page run what stands in it", (name) => {
    for (const path of ["/sign-up", "/nothing"]) {
      const policy = policies(built, vendorOf(name))(path);
      expect(directive(policy, "script-src")?.join(" ")).not.toMatch(/unsafe|data:|blob:|\*(?!\.)|http:/);
      expect(policy).not.toContain("unsafe-eval");
    }
    const hosts = Object.values(vendorOf(name) ?? {}).flat();
    expect(hosts.length).toBeGreaterThan(0);
    for (const host of hosts) expect(host).toMatch(/^https:\/\/[\w*.-]+$|^'unsafe-inline'$/);
  });

  it("has its sources allowed beside ours, and no other's", () => {
    const turnstile = policies(built, vendorOf("turnstile"))("/sign-up");
    expect(directive(turnstile, "script-src")).toEqual([
      ...["'self'", hashes["signUp()"], hashes["shared()"]],
      "https://challenges.cloudflare.com",
    ]);
    expect(directive(turnstile, "frame-src")).toEqual(["https://challenges.cloudflare.com"]);
    expect(turnstile).not.toMatch(/163|126\.net/);
    const yidun = policies(built, vendorOf("yidun"))("/sign-up");
    expect(directive(yidun, "script-src")).toContain("https://cstaticdun.126.net");
    expect(yidun).not.toContain("cloudflare");
    // Without a hash beside it, which would switch it off.
    expect(directive(yidun, "style-src")?.slice(0, 2)).toEqual(["'self'", "'unsafe-inline'"]);
  });
});

describe("the inline scripts of a page", () => {
  it("are told by what they say, once each, also over lines and without text", () => {
    const text = `<script>a\n<b</script><script nonce="x">a\n<b</script><script></script><script async="" src="x"></script>`;
    expect(inlineOf(text).scripts).toHaveLength(1);
  });
});

describe("a build", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "firstgate-build-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (routes: object, dynamicRoutes = {}) =>
    writeFileSync(join(folder, "prerender-manifest.json"), JSON.stringify({ routes, dynamicRoutes }));

  it("that is not there leaves the policies to the platform", () => {
    expect(readPrerendered(join(folder, "none"))).toBeUndefined();
  });

  it("with pages that change while they are served is refused, by their names", () => {
    write({ "/icon.svg": { initialRevalidateSeconds: 60 } }, { "/news/[id]": { fallback: null } });
    expect(() => readPrerendered(folder)).toThrow("/news/[id]");
    write({ "/icon.svg": { initialRevalidateSeconds: 60 } });
    expect(readPrerendered(folder)?.pages.size).toBe(0);
  });
});

describe("the rules of a platform", () => {
  const rules = platformRules(html, "turnstile,slider");
  const policyAt = (path: string) =>
    rules.findLast(({ sourceRegex }) => new RegExp(sourceRegex).test(path))?.headers[
      "Content-Security-Policy"
    ];

  it("say of every page and file what our own server says", () => {
    const own = policies(built, vendorOf("turnstile"));
    for (const path of ["/en", "/en/sign-up", "/_next/static/x.js"]) expect(policyAt(path)).toBe(own(path));
    expect(policyAt("/sign-up/x")).toBe(own("/sign-up/x").replace(/ 'nonce-[^']+'/, ""));
  });

  it("allow any language's page where the path names none", () => {
    const scripts = directive(policyAt("/sign-up") ?? "", "script-src");
    expect(scripts).toEqual(
      expect.arrayContaining([hashes["signUp()"], hashes["signUpInJapanese()"], hashes["shared()"]]),
    );
    expect(scripts).not.toContain(hashes["front()"]);
    expect(directive(policyAt("/") ?? "", "script-src")).toContain(hashes["front()"]);
  });

  it("leave the API to what is said where nobody says more", () => {
    expect(policyAt("/api/config")).toBeUndefined();
  });
});
