// The names of all settings, read from where they are declared: lib/env.ts, and each vendor's own file.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const vendors = ["lib/providers", "lib/captcha/vendors"];

/** @returns {string[]} */
export function settingNames() {
  const files = vendors.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => /^[a-z-]+\.ts$/.test(file))
      .map((file) => join(folder, file)),
  );
  const names = new Set();
  for (const file of ["lib/env.ts", ...files]) {
    const declarations = readFileSync(join(root, file), "utf8").matchAll(/^ {2,4}([A-Z][A-Z0-9_]{3,}):/gm);
    for (const [, name] of declarations) names.add(name);
  }
  if (!names.has("APP_SECRET"))
    throw new Error("lib/env.ts no longer declares settings in a way this understands");
  return [...names];
}
