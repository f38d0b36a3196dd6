// `npm test`: installs what is missing, then types, lint, build, the check of the build, unit and component
// tests, and attacks and browser tests against the production build. A step that fails does not stop those after it.
// The last line says `N passed, N failed`; one of each for types, lint, build and bundle.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, run, runBin } from "./project.mjs";

const start = performance.now();
const reports = mkdtempSync(join(tmpdir(), "firstgate-reports-"));
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));
const vitestReport = join(reports, "vitest.json");
const attackReport = join(reports, "attacks.json");
const playwrightReport = join(reports, "playwright.json");
const total = { passed: 0, failed: 0 };

await step("install", install, none);
const browser = await step("browser", findOrInstallBrowser, none);
await step("redis-server", findOrInstallRedis, none);
await step("postgresql", findOrInstallPostgres, none);

await step("types", types, one);
await step("lint", () => runBin("biome", ["check", "."]), one);
const built = await step("build", build, one);
if (built.ok) await step("bundle", bundle, one);
else fail("bundle", "It needs the build.");
await step("unit tests", unitTests, () => vitestCounts(vitestReport));
if (built.ok) await step("attacks", attacks, () => vitestCounts(attackReport));
else fail("attacks", "They need the build.");
if (built.ok && browser.ok) await step("browser tests", browserTests, playwrightCounts);
else fail("browser tests", "They need the build and the browser.");

if (total.passed === 0) total.failed += 1;
console.log(`\n${((performance.now() - start) / 1000).toFixed(0)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/**
 * Does one step and says in a line how it went; all that it printed only if it failed.
 * @param work resolves with { ok, output }
 * @param count makes of its success how many checks passed and failed
 */
async function step(name, work, count) {
  const from = performance.now();
  let result;
  try {
    result = await work();
  } catch (error) {
    result = { ok: false, output: `${error.stack}\n` };
  }
  const { ok, output } = result;
  const { passed, failed } = count(ok);
  total.passed += passed;
  // A step that went wrong without saying where has failed all the same.
  total.failed += ok ? failed : Math.max(1, failed);
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  const counts = passed + failed > 1 ? `  ${passed} passed, ${failed} failed` : "";
  console.log(`${ok ? "ok  " : "FAIL"}  ${name.padEnd(14)} ${seconds.padStart(6)} s${counts}`);
  if (!ok || name === "bundle") console.log(indent(output));
  return result;
}

function fail(name, sentence) {
  total.failed += 1;
  console.log(`FAIL  ${name}\n${indent(sentence)}`);
}

async function types() {
  const generated = await runBin("next", ["typegen"]);
  return generated.ok ? runBin("tsc", ["--noEmit"]) : generated;
}

async function bundle() {
  const { checkBundle } = await import("./bundle.mjs");
  return checkBundle();
}

function unitTests() {
  return vitest("!attacks", vitestReport);
}

/** Against the production build, as `npm run attack` does. */
function attacks() {
  return vitest("attacks", attackReport);
}

function vitest(project, report) {
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  return runBin("vitest", ["run", `--project=${project}`, ...reporters]);
}

function browserTests() {
  return runBin("playwright", ["test", "--reporter=dot,json", "--forbid-only"], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
  });
}

function none() {
  return { passed: 0, failed: 0 };
}

function one(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function vitestCounts(file) {
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = report(file);
  // A file that could not even be read has no test that failed.
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

function playwrightCounts() {
  const { expected = 0, flaky = 0, unexpected = 0 } = report(playwrightReport).stats ?? {};
  return { passed: expected + flaky, failed: unexpected };
}

/** Nothing where a runner did not get as far as writing one. */
function report(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

async function findOrInstallBrowser() {
  // Playwright comes with the dependencies: not before they are installed.
  const { findBrowser } = await import("./browser.mjs");
  const need = "The browser tests need Chromium. Install it, or say where it is: CHROME=/path npm test";
  return findOrInstall("chromium", findBrowser, need);
}

function findOrInstallRedis() {
  const find = async () => (await run("redis-server", ["--version"])).ok;
  return findOrInstall("redis-server", find, "The store is tested with a real redis-server. Install it.");
}

function findOrInstallPostgres() {
  // Debian keeps the programs of each version outside PATH.
  const debian = "/usr/lib/postgresql";
  const find = async () =>
    (existsSync(debian) &&
      readdirSync(debian).some((each) => existsSync(join(debian, each, "bin/postgres")))) ||
    (await run("postgres", ["--version"])).ok;
  return findOrInstall("postgresql", find, "Accounts are tested with a real PostgreSQL. Install it.");
}

/** @param need said when it is not there and cannot be installed */
async function findOrInstall(name, find, need) {
  if (await find()) return { ok: true, output: "" };
  const installed = await installPackage(name);
  if (await find()) return { ok: true, output: "" };
  return { ok: false, output: `${need}\n${installed.output}` };
}

/** As root on Debian and its kin; anybody else is told what is missing. */
async function installPackage(name) {
  if (process.getuid?.() !== 0) return { ok: false, output: "" };
  // In runlevel 1 a package does not start its service, be it a store or a database.
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const updated = await run("apt-get", ["update", "-q"], { env });
  if (!updated.ok) return updated;
  return run("apt-get", ["install", "-q", "-y", "--no-install-recommends", name], { env });
}

function indent(text) {
  return text.trimEnd().replace(/^/gm, "      ");
}
