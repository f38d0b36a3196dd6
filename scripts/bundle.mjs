// The check of a build: how much JavaScript the sign-up page loads at first, and that nothing of the server
// has found its way into what browsers get. `node scripts/bundle.mjs` after `next build`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { root } from "./project.mjs";
import { settingNames } from "./settings.mjs";

const page = ".next/server/app/sign-up.html";
const budgetKb = 185;

/** Names that only server code speaks, and no word list for passwords holds. */
const serverWords = [
  ...["node:crypto", "server-only", "@upstash", "ioredis", "lua-redis-wasm", "libsql", "argon2"],
  ...["nodemailer", "undici", "cockatiel"],
];

/** @returns {{ ok: boolean, output: string }} */
export function checkBundle() {
  if (!existsSync(join(root, page))) {
    return { ok: false, output: `${page} is missing: is /sign-up built, and static?\n` };
  }
  const kb = firstLoadKb();
  const leaks = findLeaks();
  const lines = [`first-load JavaScript of /sign-up: ${kb.toFixed(1)} kB gzip, of ${budgetKb} kB`, ...leaks];
  return { ok: kb <= budgetKb && leaks.length === 0, output: `${lines.join("\n")}\n` };
}

/** Every script that the page names, less those that only browsers without modules run. */
function firstLoadKb() {
  const scripts = read(page).matchAll(/<script\b([^>]*)>/g);
  const files = new Set();
  for (const [, attributes] of scripts) {
    const src = /\bsrc="\/_next\/([^"?]+)/.exec(attributes)?.[1];
    if (src && !/\bnomodule\b/i.test(attributes)) files.add(src);
  }
  if (files.size === 0) throw new Error(`${page} loads no script: this check no longer understands the page`);
  const bytes = [...files].map((file) => gzipSync(readFileSync(join(root, ".next", file))).length);
  return bytes.reduce((sum, each) => sum + each, 0) / 1000;
}

function findLeaks() {
  const words = [...settingNames(), ...serverWords];
  // As whole words: VIEWPORT is not PORT.
  const word = new RegExp(`(?<![\\w-])(${words.join("|")})(?![\\w-])`, "g");
  const folder = ".next/static";
  const files = readdirSync(join(root, folder), { recursive: true }).filter((file) => file.endsWith(".js"));
  return files.flatMap((file) => {
    const found = new Set(read(join(folder, file)).match(word));
    return [...found].map((name) => `${name} is in what browsers get: ${folder}/${file}`);
  });
}

function read(path) {
  return readFileSync(join(root, path), "utf8");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { ok, output } = checkBundle();
  process.stdout.write(output);
  process.exitCode = ok ? 0 : 1;
}
