// What the Dockerfile puts into its image, put into a folder far from the project: it has to run from that alone,
// without development dependencies, and writes nothing of its own there.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { answerOf, solutionAt } from "./answer";
import { expect, test } from "./fixtures";
import { freePort, settings } from "./server";

const root = join(import.meta.dirname, "..");
const image = lastStage();

let folder = "";
let placed: string[] = [];
let origin = "";
let env: NodeJS.ProcessEnv;
let server: ChildProcess;
let output = "";

test.describe("The production folder", () => {
  // One server, asked one thing after the other.
  test.describe.configure({ mode: "serial" });

  test.beforeAll(async () => {
    folder = fs.mkdtempSync(join(tmpdir(), "firstgate-production-"));
    for (const { sources, target } of image.copies) {
      for (const source of sources) place(source, target);
    }
    placed = listing();
    const port = String(await freePort());
    origin = `http://127.0.0.1:${port}`;
    // NODE_PATH would lead back into a project.
    env = {
      ...process.env,
      // The image's own store, which no test can look into: so nobody could solve a puzzle.
      ...settings({ PORT: port, DEMO: "1", DATABASE_URL: "file::memory:", CAPTCHA: "off" }),
      NODE_PATH: "",
    };
    server = start(image.command);
  });

  test.afterAll(() => {
    server?.kill("SIGKILL");
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test("becomes healthy, as the image's own check sees it", async () => {
    await expect(async () => expect(await exitOf(start(image.healthCheck)), output).toBe(0)).toPass({
      timeout: 30_000,
      intervals: [100],
    });
  });

  test("serves the page with its scripts, styles and pictures", async () => {
    const page = await (await fetch(`${origin}/sign-up`)).text();
    const parts = page.match(/\/_next\/static\/[^"\\]+\.(?:js|css)/g) ?? [];

    expect(parts.some((path) => path.endsWith(".js"))).toBe(true);
    expect(parts.some((path) => path.endsWith(".css"))).toBe(true);
    const pictures = fs.readdirSync(join(root, "public")).map((name) => `/${name}`);
    for (const path of new Set([...parts, ...pictures])) {
      expect((await fetch(origin + path)).status, path).toBe(200);
    }
  });

  test("signs somebody up, from the address to the session", async ({ email }) => {
    const request = { channel: "email", address: email, purpose: "sign-up" };
    const { challengeId } = await post("/challenges", request);
    const code = await codeFor(email);
    const { proof } = await post(`/challenges/${challengeId}/attempts`, { code });
    const created = await call("/accounts", { proof, password: "seven winds over Ararat" });
    const cookie = created.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const session = await fetch(`${origin}/api/session`, { headers: { cookie } });

    expect((await session.json()).account, output).toMatchObject({ email, hasPassword: true });
  });

  test("draws puzzles, and earns a token with one on Redis", async () => {
    const port = String(await freePort());
    const own = { PORT: port, CAPTCHA: "slider", REDIS_URL: process.env.E2E_REDIS_URL ?? "" };
    const slider = start(image.command, own);
    try {
      const at = `http://127.0.0.1:${port}`;
      await expect(async () => expect((await fetch(`${at}/api/health`)).status).toBe(200)).toPass({
        timeout: 30_000,
        intervals: [50],
      });
      const puzzle = await post("/captcha/puzzles", { purpose: "sign-up" }, at);
      const solution = await solutionAt(puzzle, await answerOf(puzzle.puzzleId));
      expect(await post(`/captcha/puzzles/${puzzle.puzzleId}/solutions`, solution, at)).toHaveProperty(
        "captchaToken",
      );
    } finally {
      slider.kill("SIGKILL");
    }
  });

  test("ends in order on SIGTERM, and has written nothing", async () => {
    const exited = exitOf(server);
    server.kill("SIGTERM");

    expect(await exited, output).toBe(0);
    expect(listing()).toEqual(placed);
    expect(await exitOf(start(image.healthCheck))).toBe(1);
  });
});

/** What the image is made of, in the Dockerfile's own words. */
function lastStage() {
  const text = fs.readFileSync(join(root, "Dockerfile"), "utf8").replace(/\\\n/g, "");
  const [stage = ""] = text.split(/^FROM .*\n/m).slice(-1);
  const lines = stage.split("\n");
  const copies = lines
    .filter((line) => line.startsWith("COPY "))
    .map((line) => {
      const words = line.split(/\s+/).slice(1);
      const paths = words.filter((word) => !word.startsWith("--")).map((word) => word.replace("/app/", ""));
      return { sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
    });
  const words = (instruction: string): string[] => {
    const line = lines.find((each) => each.startsWith(instruction)) ?? "";
    return JSON.parse(line.slice(line.indexOf("[")));
  };
  return { copies, command: words("CMD "), healthCheck: words("HEALTHCHECK ") };
}

/** As COPY does it: a file keeps its name, and of a folder what is in it is taken. */
function place(source: string, target: string): void {
  if (source === "node_modules") {
    install();
    return;
  }
  const from = join(root, source);
  const to = fs.statSync(from).isFile() ? join(folder, target, basename(source)) : join(folder, target);
  // The image's build leaves the one outside and never makes the other.
  const elsewhere = ["cache", "dev"].map((name) => join(root, ".next", name));
  fs.cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !elsewhere.includes(path),
  });
}

/** What `npm ci --omit=dev` would leave: packages that the lock does not give to development alone. */
function install(): void {
  const lock = JSON.parse(fs.readFileSync(join(root, "package-lock.json"), "utf8"));
  for (const [path, { dev, optional }] of Object.entries<{ dev?: true; optional?: true }>(lock.packages)) {
    // The lock has the binaries of other systems, too.
    if (path === "" || dev || (optional && !fs.existsSync(join(root, path)))) continue;
    link(join(root, path), join(folder, path));
  }
}

/** Half a gigabyte: copied only where the two are not on one disk. */
function link(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    // Packages of a package are in the lock by themselves.
    if (entry.name === "node_modules") continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      link(source, target);
      continue;
    }
    try {
      fs.linkSync(source, target);
    } catch {
      fs.copyFileSync(source, target);
    }
  }
}

/** Every path, and of files the moment they were written. */
function listing(): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return (
    entries
      .map((entry) => join(entry.parentPath, entry.name) + (entry.isFile() ? ` ${written(entry)}` : ""))
      // Next keeps pages that it has served, if it may. In the image it may not, and does without.
      .filter((path) => !path.includes("/.next/server/route-cache"))
      .sort()
  );
}

function written({ parentPath, name }: fs.Dirent): number {
  return fs.statSync(join(parentPath, name)).mtimeMs;
}

function start([program = "", ...args]: string[], more: Record<string, string> = {}): ChildProcess {
  const child = spawn(program === "node" ? process.execPath : program, args, {
    cwd: folder,
    env: { ...env, ...more },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }
  return child;
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, "exit");
  return code;
}

async function call(path: string, body: object, at = origin): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${at}/api${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function post(path: string, body: object, at = origin) {
  const response = await call(path, body, at);
  const answer = await response.json();
  expect(response.ok, `${path}: ${JSON.stringify(answer)}\n${output}`).toBe(true);
  return answer;
}

async function codeFor(address: string): Promise<string> {
  let code: string | undefined;
  await expect(async () => {
    const { messages } = await (await fetch(`${origin}/api/outbox`)).json();
    code = messages.find(({ to }: { to: string }) => to === address)?.code;
    expect(code, output).toBeDefined();
  }).toPass({ intervals: [50, 100, 250] });
  return code ?? "";
}
