// The message files: every text compiles, and every text is used somewhere.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "./en.json";
import { type Namespace, pageMessages } from "./index";

const root = join(import.meta.dirname, "..");

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path)
      ? [readFileSync(join(root, path), "utf8")]
      : [];
  });
}

describe("English texts", () => {
  const keys = Object.keys(pageMessages("en", Object.keys(en) as Namespace[]));
  const code = ["app", "components", "lib"].flatMap(sources).join("\n");

  it("all compile", () => {
    expect(keys.length).toBeGreaterThan(100);
  });

  it("are all used, as they stand or through a template", () => {
    const templates = [...code.matchAll(/`(\w+\.[\w.-]*)\$\{/g)].map(([, beginning = ""]) => beginning);
    const unused = keys.filter(
      (key) => !code.includes(`"${key}"`) && !templates.some((beginning) => key.startsWith(beginning)),
    );

    expect(unused).toEqual([]);
  });
});
