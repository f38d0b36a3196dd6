import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { captchaSources, type SourceDirective } from "./sources";

const directives: SourceDirective[] = ["script-src", "frame-src", "style-src", "img-src", "connect-src"];
const all = (...kinds: Parameters<typeof captchaSources>[0]) =>
  directives.flatMap((directive) => captchaSources(kinds, directive));

describe("the sources of a captcha", () => {
  it("are none for our own", () => {
    expect([...all("slider"), ...all("off")]).toEqual([]);
  });

  it("are those of the chosen vendor only, whole origins under https", () => {
    expect(captchaSources(["turnstile", "slider"], "script-src")).toEqual([
      "https://challenges.cloudflare.com",
    ]);
    expect(captchaSources(["turnstile", "slider"], "frame-src")).toEqual([
      "https://challenges.cloudflare.com",
    ]);
    expect(all("turnstile").join()).not.toMatch(/163|126|127|netease/);
    expect(all("yidun").join()).not.toContain("cloudflare");
    for (const source of [...all("turnstile"), ...all("yidun")])
      expect(source).toMatch(/^https:\/\/[a-z\d.-]+$/);
  });

  it.each(["turnstile", "yidun"] as const)("allow the script that the component of %s loads", (kind) => {
    const component = readFileSync(join(import.meta.dirname, `../../components/${kind}-captcha.tsx`), "utf8");
    const script = /const script = "([^"]+)"/.exec(component)?.[1] ?? "";
    expect(captchaSources([kind], "script-src")).toContain(new URL(script).origin);
  });
});
