// What the scripts share: running a command, installing the dependencies, building what is out of date.
// Only Node itself is imported: on a fresh clone there is nothing else yet.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "./follow-npm.mjs";

export const root = join(import.meta.dirname, "..");

/** Everything that a build reads. A folder counts with all that is in it. */
const sources = [
  ..."app components lib messages public".split(" "),
  ..."server.ts instrumentation.ts proxy.ts next.config.ts postcss.config.mjs tsconfig.json package-lock.json".split(
    " ",
  ),
  ..."bundle-server compile-eagerly follow-npm keep-inside threads typescript"
    .split(" ")
    .map((name) => `scripts/${name}.mjs`),
  ...".env .env.local .env.production .env.production.local".split(" "),
];
const installed = join(root, "node_modules/.installed-lock");
const built = join(root, ".next/built-from");

/**
 * Runs a command in the project's folder.
 * @returns {Promise<{ ok: boolean, output: string }>} what it printed, both streams as they came
 */
export function run(command, args, { env = {}, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stop = () => {
      // What Ctrl+C sends, whatever came: Playwright stops its server for that alone.
      child.kill("SIGINT");
      child.once("close", () => process.exit(1));
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    let output = "";
    const take = (chunk) => {
      output += chunk;
      if (show) process.stdout.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    const end = (ok) => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      resolve({ ok, output });
    };
    child.on("error", (error) => {
      take(`${error.message}\n`);
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });
}

/** Runs a command of an installed package. */
export function runBin(name, args, options) {
  return run(join(root, "node_modules/.bin", name), args, options);
}

/** Installs the locked dependencies unless they are there. */
export async function install() {
  const lock = digest([join(root, "package-lock.json")]);
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return { ok: true, output: "" };
  // `npm install` by hand leaves npm's own record, newer than the lock it followed.
  if (modified("node_modules/.package-lock.json") >= modified("package-lock.json"))
    return { ok: true, output: "" };
  const result = await run("npm", [
    "ci",
    // Builds and tests need the development tools, whatever NODE_ENV says.
    "--include=dev",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
  ]);
  if (result.ok) writeFileSync(installed, lock);
  return result;
}

/** Whether the production build was made from the sources as they are. */
export function isBuilt() {
  return existsSync(built) && readFileSync(built, "utf8") === fingerprint();
}

/** Makes the production build. */
export async function build() {
  rmSync(built, { force: true });
  // Taken before: a file changed meanwhile makes the build out of date.
  const from = fingerprint();
  const result = await runBin("next", ["build"], { env: { NODE_ENV: "production" } });
  if (result.ok) writeFileSync(built, from);
  return result;
}

function fingerprint() {
  return digest(sources.flatMap((source) => filesIn(join(root, source))));
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|contract)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** By content: a clone, a checkout or an editor changes dates without changing files. */
function digest(files) {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(file));
  return hash.digest("hex");
}

function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
