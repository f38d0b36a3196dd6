// The check of a build: how much JavaScript the sign-up page loads at first and how many requests make it usable, and
// that nothing of the server has found its way into what browsers get. `node scripts/bundle.mjs` after `next build`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import nextEnv from "@next/env";
import { root } from "./project.mjs";
import { settingNames } from "./settings.mjs";

const page = ".next/server/app/en/sign-up.html";
const budgetKb = 185;
/** Until the form can be seen, typed into and sent, which is kept until the scripts have come (e2e/early.spec.ts). */
const mostRequests = 3;

/** Names that only server code speaks, and no word list for passwords holds. */
const serverWords = [
  "node:(?:crypto|fs|https?|net|tls|dns|os|path|child_process|worker_threads|async_hooks|diagnostics_channel)",
  ...["server-only", "@upstash", "ioredis", "lua-redis-wasm", "libsql", "argon2"],
  ...["nodemailer", "undici", "cockatiel"],
];

/** Settings that everybody may read: names, addresses and what vendors call us in browsers. */
const publicSettings = ["APP_URL", "CAPTCHA", "EMAIL_FROM", "TURNSTILE_SITE_KEY", "YIDUN_CAPTCHA_ID"];

/** A shorter value is found by chance: a number, a word. */
const shortestValue = 8;

/** @returns {{ ok: boolean, output: string }} */
export function checkBundle() {
  if (!existsSync(join(root, page))) {
    return { ok: false, output: `${page} is missing: is /sign-up built, and static?\n` };
  }
  const scripts = firstScripts();
  const kb = kilobytes(scripts);
  const requests = 1 + [...read(page).matchAll(/<link\b[^>]*\brel="stylesheet"/g)].length;
  // As the build had them: what the shell sets goes before .env, .env.production, …
  const { combinedEnv } = nextEnv.loadEnvConfig(root, false, { info() {}, error: console.error });
  const leaks = findLeaks(join(root, ".next"), { ...combinedEnv, ...process.env });
  leaks.push(...developmentRoutes(join(root, ".next")));
  const lines = [
    `first-load JavaScript of /sign-up: ${kb.toFixed(1)} kB gzip, of ${budgetKb} kB, in ${scripts.length} scripts`,
    `requests before /sign-up is usable: ${requests}, of ${mostRequests}`,
    ...leaks,
  ];
  const ok = kb <= budgetKb && requests <= mostRequests && leaks.length === 0;
  return { ok, output: `${lines.join("\n")}\n` };
}

/** Pages of `next dev` (next.config.ts) that a build has taken for its own. */
function developmentRoutes(build) {
  const routes = Object.keys(JSON.parse(readFileSync(join(build, "app-path-routes-manifest.json"), "utf8")));
  const found = routes.filter((route) => /\/components\//.test(route));
  return found.map((route) => `${route} is for development only, and is in the build`);
}

/** Every script that the page names, less those that only browsers without modules run. */
function firstScripts() {
  const scripts = read(page).matchAll(/<script\b([^>]*)>/g);
  const files = new Set();
  for (const [, attributes] of scripts) {
    const src = /\bsrc="\/_next\/([^"?]+)/.exec(attributes)?.[1];
    if (src && !/\bnomodule\b/i.test(attributes)) files.add(src);
  }
  if (files.size === 0) throw new Error(`${page} loads no script: this check no longer understands the page`);
  return [...files];
}

/** As they travel. */
function kilobytes(files) {
  const bytes = files.map((file) => gzipSync(readFileSync(join(root, ".next", file))).length);
  return bytes.reduce((sum, each) => sum + each, 0) / 1000;
}

/**
 * @param {string} build its folder
 * @param {Record<string, string | undefined>} settings those that the build was made under
 * @returns {string[]} a sentence for each leak, without the value that leaked
 */
export function findLeaks(build, settings) {
  const names = settingNames();
  // As whole words: VIEWPORT is not PORT.
  const word = new RegExp(`(?<![\\w-])(${[...names, ...serverWords].join("|")})(?![\\w-])`, "g");
  const secrets = names
    .filter((name) => !publicSettings.includes(name))
    .flatMap((name) => secretsIn(settings[name] ?? "").map((secret) => ({ name, secret })));
  return filesForBrowsers(build).flatMap((file) => {
    const text = readFileSync(join(build, file), "utf8");
    const spoken = [...new Set(text.match(word))];
    const told = secrets
      .filter(({ secret }) => text.includes(secret))
      .map(({ name }) => `the value of ${name}`);
    return [...spoken, ...new Set(told)].map((what) => `${what} is in what browsers get: ${file}`);
  });
}

/** A value, its parts where it is a list, and the user and the password of an address; also as JSON writes them. */
function secretsIn(value) {
  const parts = [value, ...value.split(",").map((part) => part.trim())];
  const logins = parts
    .filter((part) => URL.canParse(part))
    .map((part) => new URL(part))
    .flatMap(({ username, password }) => [username, password, decodeURIComponent(password)]);
  const plain = [...parts, ...logins].filter((each) => each.length >= shortestValue);
  return [...new Set(plain.flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]))];
}

/** Scripts, styles and whatever lies beside them; prerendered pages, as HTML and as data. */
function filesForBrowsers(build) {
  const within = (folder) =>
    readdirSync(join(build, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(build, join(entry.parentPath, entry.name)));
  return [...within("static"), ...within("server/app").filter((file) => /\.(html|rsc|body)$/.test(file))];
}

function read(path) {
  return readFileSync(join(root, path), "utf8");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { ok, output } = checkBundle();
  process.stdout.write(output);
  process.exitCode = ok ? 0 : 1;
}
