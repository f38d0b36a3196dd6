// `npm run demo`: from a fresh clone to a sign-up that answers, with no setting at all. Installs and builds
// what is missing or out of date, then serves the production build.
import { createServer } from "node:net";
import { build, install, isBuilt, root } from "./project.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Firstgate needs Node 20.19 or newer. This is ${process.version}.`);
}

// Asked first: nobody should wait a minute to be told this.
const port = await freePort(Number(process.env.PORT || 3000));

await step("Installing", install);
if (!isBuilt()) await step("Building", build);

process.chdir(root);
process.env.DEMO = "1";
process.env.PORT = String(port);
process.env.NEXT_TELEMETRY_DISABLED = "1";
// In this process: a stop reaches the server, and nothing is left behind.
await import("../.next/firstgate/server.mjs");
await tell();

/** Prints where to look, once there is something to see. */
async function tell() {
  const origin = `http://localhost:${port}`;
  while (!(await answers(`${origin}/sign-up`))) await new Promise((resolve) => setTimeout(resolve, 50));
  const outbox = await answers(`${origin}/api/outbox`);
  console.log(`
  Firstgate is running.

    Sign up          ${origin}/sign-up${outbox ? `\n    Read your codes  ${origin}/outbox` : ""}

  Ctrl+C stops it.
`);
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function step(name, work) {
  const start = performance.now();
  const slow = setTimeout(() => process.stdout.write(`${name}… `), 300);
  const { ok, output } = await work();
  clearTimeout(slow);
  const seconds = (performance.now() - start) / 1000;
  if (!ok) stop(`\n${output}\n${name} failed. What went wrong is said above.`);
  if (seconds > 0.3) console.log(`${seconds.toFixed(0)} s`);
}

/** @returns {Promise<number>} the port itself; for 0, one that the system chose */
function freePort(wanted) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => {
      if (error.code !== "EADDRINUSE") stop(`Port ${wanted} cannot be used: ${error.message}`);
      stop(`Port ${wanted} is taken. Stop what runs there, or choose another one: PORT=3001 npm run demo`);
    });
    probe.listen(wanted, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
