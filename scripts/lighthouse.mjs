// `npm run lighthouse`: what Lighthouse says of every page, on its model of a middling phone, against the production
// build. Arguments: paths, in place of all. Fetched when it is first asked for: no test needs it, and it is 185 MB.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserArguments, findBrowser } from "./browser.mjs";
import { build, install, isBuilt, root, run } from "./project.mjs";

/** The newest one for Node 20. */
const version = "12.8.2";
const pages = [
  ...["/", "/sign-up", "/sign-in", "/reset-password", "/account", "/problems"],
  // Written from right to left, and with letters that no other page has.
  ...["/ar/sign-up", "/ja/sign-up"],
];
const bounds = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };
/** The middle one counts: how fast a page is depends on what else the machine does. */
const runs = 3;

await need("Installing", install);
if (!isBuilt()) await need("Building", build);
const { lighthouse, launch } = await fetched();

const folder = mkdtempSync(join(tmpdir(), "firstgate-lighthouse-"));
const ended = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })];
process.on("exit", () => {
  for (const end of ended.toReversed()) end();
});
const origin = await serve();
const cookie = await signUp();
const browser = await launch({
  chromePath: findBrowser(),
  chromeFlags: ["--headless=new", ...browserArguments],
  userDataDir: folder,
});
ended.push(() => browser.kill());

console.log(row("page", ["perf.", "access.", "best", "SEO", "FCP", "LCP", "TBT", "CLS", "kB", "calls"]));
const faults = [];
for (const path of process.argv.length > 2 ? process.argv.slice(2) : pages) {
  const found = await judge(path);
  console.log(row(path, found.cells));
  faults.push(...found.faults.map((fault) => `${path}: ${fault}`));
}
console.log(["", ...faults, faults.length === 0 ? "Every page is within its bounds." : ""].join("\n"));
process.exit(faults.length === 0 ? 0 : 1);

/** @returns a line of the table, and what is wrong with the page */
async function judge(path) {
  const { status, headers, html } = await look(path);
  if (status !== 200) return { cells: [`answers ${status}`], faults: [`It answers ${status}`] };
  // A page that is not to be found is not to be told that it cannot be found.
  const hidden = /noindex/.test(headers.get("x-robots-tag") ?? "") || /name="robots"[^>]*noindex/.test(html);
  const skipAudits = hidden ? ["is-crawlable"] : [];
  const results = [];
  for (let nth = 0; nth < runs; nth++) {
    const onlyCategories = nth === 0 ? Object.keys(bounds) : ["performance"];
    const settings = { port: browser.port, logLevel: "silent", onlyCategories, skipAudits };
    // To anybody else the account's page is a refusal, which browsers log as an error.
    if (path.endsWith("/account")) settings.extraHeaders = { Cookie: cookie };
    results.push((await lighthouse(origin + path, settings)).lhr);
  }
  const full = results[0];
  const middle = results.toSorted((one, other) => score(one, "performance") - score(other, "performance"))[
    runs >> 1
  ];
  const scores = Object.keys(bounds).map((name) => score(name === "performance" ? middle : full, name));
  const faults = Object.entries(bounds).flatMap(([name, least], nth) => {
    if (scores[nth] >= least) return [];
    return [`${name} ${scores[nth]} of ${least}`, ...lost(name === "performance" ? middle : full, name)];
  });
  const { audits } = middle;
  const seconds = (name) => `${(audits[name].numericValue / 1000).toFixed(1)} s`;
  const requests = audits["network-requests"].details.items;
  const bytes = requests.reduce((sum, { transferSize = 0 }) => sum + transferSize, 0);
  return {
    cells: [
      ...scores,
      seconds("first-contentful-paint"),
      seconds("largest-contentful-paint"),
      `${audits["total-blocking-time"].numericValue.toFixed(0)} ms`,
      audits["cumulative-layout-shift"].numericValue.toFixed(3),
      (bytes / 1000).toFixed(0),
      requests.length,
      ...(hidden ? ["noindex, so not judged by is-crawlable"] : []),
    ],
    faults,
  };
}

async function look(path) {
  const answer = await fetch(origin + path);
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

function score({ categories, runtimeError }, name) {
  if (runtimeError) throw new Error(runtimeError.message);
  return Math.round((categories[name].score ?? 0) * 100);
}

/** The audits that cost points, and where they found something. */
function lost({ categories, audits }, category) {
  return categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && (audits[id].score ?? 1) < 0.9)
    .map(({ id }) => {
      const places = (audits[id].details?.items ?? []).slice(0, 3);
      const where = places.map(({ node, source, description }) => node?.selector ?? source ?? description);
      return ["", id, audits[id].title, audits[id].displayValue, ...where]
        .filter((each) => each != null)
        .join("  ");
    });
}

function row(path, cells) {
  return [path.padEnd(18), ...cells.map((cell) => String(cell).padStart(8))].join("");
}

/** Lighthouse and what starts browsers for it, from a folder of their own. */
async function fetched() {
  const home = join(root, `node_modules/.cache/lighthouse-${version}`);
  const from = (name) => import(pathToFileURL(join(home, "node_modules", name)).href);
  const load = async () => ({
    lighthouse: (await from("lighthouse/core/index.js")).default,
    launch: (await from("chrome-launcher/dist/index.js")).launch,
  });
  return load().catch(async () => {
    const where = ["--prefix", home, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    await need("Fetching Lighthouse", () => run("npm", ["install", ...where, `lighthouse@${version}`]));
    return load();
  });
}

async function need(name, work) {
  const { ok, output } = await work();
  if (ok) return;
  console.error(`${output}\n${name} failed. What went wrong is said above.`);
  process.exit(1);
}

/** @returns the origin of the production server, once it answers */
async function serve() {
  const port = await freePort();
  // Without a captcha an account is made by calls alone. No page loads one before it is asked for.
  const env = {
    ...process.env,
    DEMO: "1",
    CAPTCHA: "off",
    PORT: String(port),
    DATABASE_URL: "file::memory:",
  };
  const server = spawn(process.execPath, [join(root, ".next/firstgate/server.mjs")], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  ended.push(() => server.kill("SIGKILL"));
  server.on("exit", () => process.exit(1));
  for await (const said of server.stdout.setEncoding("utf8")) if (said.includes("listens on")) break;
  return `http://localhost:${port}`;
}

/** @returns the cookie of somebody who has just signed up */
async function signUp() {
  const address = "ada@example.com";
  const { challengeId } = await post("challenges", { channel: "email", address, purpose: "sign-up" });
  let code;
  while (!code) code = (await (await fetch(`${origin}/api/outbox`)).json()).messages[0]?.code;
  const { proof } = await post(`challenges/${challengeId}/attempts`, { code });
  const { cookies } = await post("accounts", { proof, name: "Ada" });
  return cookies;
}

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${origin}/api/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`/api/${path} answers ${answer.status}: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
  return { ...(await answer.json()), cookies: cookies.join("; ") };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
