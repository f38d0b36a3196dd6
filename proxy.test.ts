// What passes through proxy.ts, and what comes out.

import { unstable_doesMiddlewareMatch as matches } from "next/experimental/testing/server";
import { NextRequest } from "next/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { config, proxy } from "./proxy";

afterEach(() => vi.unstubAllEnvs());

function ask(path: string, headers: Record<string, string> = {}) {
  const { headers: answer, status } = proxy(new NextRequest(`http://localhost:3000${path}`, { headers }));
  const pathOf = (name: string) => {
    const url = answer.get(name);
    return url ? new URL(url).href.slice("http://localhost:3000".length) : undefined;
  };
  return { status, answer, rewritten: pathOf("x-middleware-rewrite"), redirected: pathOf("location") };
}

describe("what passes", () => {
  it.each([["/", "/sign-up", "/en/sign-up", "/ja", "/apiary", "/problems", "/nothing/at/all"]])(
    "are pages: %s",
    (...paths) => {
      for (const url of paths) expect([url, matches({ config, url })]).toEqual([url, true]);
    },
  );

  it("is no call of the API, nor a file", () => {
    const calls = ["/api/config", "/api/challenges/x/attempts", "/api/", "/api/session?x=/sign-up"];
    const files = [
      "/_next/static/chunks/a.js",
      "/_next/data/x",
      "/icon.svg",
      "/firstgate.jpg",
      "/robots.txt",
    ];
    for (const url of [...calls, ...files]) expect([url, matches({ config, url })]).toEqual([url, false]);
  });
});

describe("a path without a language", () => {
  it("has the page in the language that is wanted, and nobody keeps it for others", () => {
    const { answer, rewritten } = ask("/sign-up?from=x", { "accept-language": "zh-TW,en;q=0.8" });
    expect(rewritten).toBe("/zh-Hant/sign-up?from=x");
    expect(answer.get("cache-control")).toBe("private, no-cache");
    expect(answer.get("vary")).toBe("Cookie, Accept-Language");
  });

  it("follows what was chosen before, then the browser, then speaks English", () => {
    const wish = { "accept-language": "ja" };
    expect(ask("/", { ...wish, cookie: "a=b; locale=ar; c=d" }).rewritten).toBe("/ar");
    for (const cookie of ["locale=xx", "locale=AR", "xlocale=ar", "locale=ar/../en", ""])
      expect(ask("/", { ...wish, cookie }).rewritten).toBe("/ja");
    expect(ask("/").rewritten).toBe("/en");
  });

  it("leads nowhere else, whatever it says", () => {
    expect(ask("//evil.example/x").rewritten).toBe("/en//evil.example/x");
    expect(ask("/%2e%2e/x").rewritten).toMatch(/^\/en\//);
  });
});

describe("a path with a language", () => {
  it("is that page, whoever asks", () => {
    const { answer, rewritten } = ask("/ja/sign-up", { cookie: "locale=ar", "accept-language": "ko" });
    expect(answer.get("x-middleware-next")).toBe("1");
    expect(rewritten).toBeUndefined();
    expect(answer.has("cache-control")).toBe(false);
  });

  it.each([
    ["/zh-hans/sign-up", "/zh-Hans/sign-up"],
    ["/zh-TW/sign-up?x=1", "/zh-Hant/sign-up?x=1"],
    ["/pt", "/pt-BR"],
    ["/EN/", "/en/"],
    ["/pt//evil.example", "/pt-BR//evil.example"],
  ])("that we write otherwise leads to ours: %s to %s", (path, ours) => {
    expect(ask(path)).toMatchObject({ status: 307, redirected: ours });
  });
});

describe("search engines", () => {
  it("are told the languages of a page, once it is known where we are", () => {
    expect(ask("/en/sign-up").answer.has("link")).toBe(false);
    vi.stubEnv("APP_URL", "https://sign-up.example.com");
    const own = ask("/ja/sign-up").answer.get("link")?.split(", ");
    expect(own).toHaveLength(17);
    expect(own).toContain('<https://sign-up.example.com/ja/sign-up>; rel="canonical"');
    expect(own).toContain(
      '<https://sign-up.example.com/zh-Hant/sign-up>; rel="alternate"; hreflang="zh-Hant"',
    );
    expect(own).toContain('<https://sign-up.example.com/sign-up>; rel="alternate"; hreflang="x-default"');
    expect(ask("/").answer.get("link")).toContain('<https://sign-up.example.com/>; rel="canonical"');
    expect(ask(`/${"x".repeat(200)}`).answer.has("link")).toBe(false);
    expect(ask("//evil.example/").answer.get("link")).not.toContain("https://evil");
  });
});
