// `npm run attack`: every attack against the production build, on the embedded store and on Redis, in a table.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, isBuilt, runBin } from "./project.mjs";

const folder = mkdtempSync(join(tmpdir(), "firstgate-attacks-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

await need("Installing", install);
if (!isBuilt()) await need("Building", build);

const file = join(folder, "report.json");
const { ok, output } = await runBin("vitest", [
  ...["run", "--project=attacks", "--reporter=json", `--outputFile.json=${file}`],
]);
const tests = read(file);
for (const [name, columns] of rows(tests)) console.log(line(columns.from, name, columns));
const failed = tests.filter(({ status }) => status !== "passed");
for (const { title, failureMessages } of failed) console.log(`\n${title}\n${failureMessages.join("\n")}`);
if (tests.length === 0) console.log(output);
console.log(`\n${tests.length - failed.length} repelled, ${failed.length} not`);
process.exit(ok && tests.length > 0 ? 0 : 1);

/** By attack: where it is known from, and how it ended on each store. */
function rows(tests) {
  const found = new Map([["an attacker …", { from: "known from", embedded: "embedded", redis: "Redis" }]]);
  for (const { title, ancestorTitles, status } of tests) {
    const [, name = title, from = ""] = /^an attacker (.*) \[(.*)\]$/.exec(title) ?? [];
    const store = ancestorTitles.join().includes("Redis") ? "redis" : "embedded";
    const outcome = status === "passed" ? "repelled" : "SUCCEEDED";
    found.set(name, { ...found.get(name), from, [store]: outcome });
  }
  return found;
}

function line(from, name, { embedded = "", redis = "" }) {
  return [cut(name, 76), cut(from, 66), embedded.padEnd(9), redis].join("  ");
}

function cut(text, width) {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).testResults.flatMap((each) => each.assertionResults);
  } catch {
    return [];
  }
}

async function need(name, work) {
  const { ok, output } = await work();
  if (ok) return;
  console.error(`${output}\n${name} failed. What went wrong is said above.`);
  process.exit(1);
}
