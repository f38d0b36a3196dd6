// The servers in the table: bare node:http, an application of Next with nothing in it but a route and the peer, and our
// own production server. Each is one process.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { request } from "node:http";
import type { Profiler } from "node:inspector";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { room, spawnServer } from "@/e2e/server";
import type { Requester } from "@/lib/stores/redis";
import { ownFolder } from "@/lib/testing/servers/processes";
import { endWithUs } from "../processes";
import { giveAllCores } from "./cores";

/** The newest that runs on the Node.js that this project runs on. */
const peer = "better-auth@1.7.25";

/** How calls of the API reach our handlers, and what is started for that. */
export const mounts = {
  /** By our own server, in front of Next: in one process, for the accounts lie in a file. */
  server: "npm start",
  /** By a route of Next each. */
  next: "next start",
} as const;

export type Mount = keyof typeof mounts;

export interface Measured {
  origin: string;
  pid: number;
  stop(): Promise<void>;
}

/** Trips to the store, of all requests since counting began. */
export interface Trips {
  /** Until the answers. */
  answered: number;
  /** With what follows them. */
  all: number;
}

export interface OwnServer extends Measured {
  requester: Requester;
  count(counting: boolean): Promise<Trips>;
  profile(profiling: boolean): Promise<Profiler.Profile>;
  /** How much later than due the event loop came to a timer, in ms, while it was measured. */
  delay(measuring: boolean): Promise<{ p99: number; max: number }>;
}

export const startBare = () => start(["bench/hot/bare.mjs"], process.cwd());

/**
 * Fetched and built at every start, in a folder of its own: no dependency of ours.
 * @param given a folder that is kept, so that the next start finds it built
 */
export async function startApp(given: string | undefined, withPeer: boolean): Promise<Measured> {
  const folder = given ?? ownFolder("bench-app").path;
  if (!existsSync(join(folder, ".next/BUILD_ID"))) buildApp(folder, withPeer);
  return start(["server.mjs"], folder);
}

/** The origin is only named because better-auth says a word about every request without one. */
const appEnv = () => ({
  ...{ ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" },
  BETTER_AUTH_URL: "http://127.0.0.1",
});

function buildApp(folder: string, withPeer: boolean): void {
  cpSync("bench/hot/app", folder, {
    recursive: true,
    filter: (path) => withPeer || !path.endsWith("auth"),
  });
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const packages = ["next", "react", "react-dom"].map((name) => `${name}@${dependencies[name]}`);
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const run = (command: string, args: string[]) =>
    execFileSync(command, args, { cwd: folder, env: appEnv(), stdio: ["ignore", "ignore", "inherit"] });
  console.error(`Fetching ${[...packages, ...(withPeer ? [peer] : [])].join(", ")} and building …`);
  run("npm", ["install", ...quiet, ...packages, ...(withPeer ? [peer] : [])]);
  run("npx", ["next", "build"]);
}

/** With as much room for young objects as ours. */
async function start(args: string[], cwd: string): Promise<Measured> {
  const child = spawn(process.execPath, [room, ...args], {
    ...{ cwd, env: appEnv() },
    stdio: ["pipe", "pipe", "inherit"],
  });
  endWithUs(child);
  let output = "";
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      output += chunk;
      const [, port] = /^port (\d+)/m.exec(output) ?? [];
      if (port) resolve(Number(port));
    });
    child.once("exit", () => reject(new Error(`${args.join(" ")} did not start:\n${output}`)));
  });
  return measured(child, port, async () => void child.kill("SIGKILL"));
}

function measured(child: ChildProcess, port: number, stop: () => Promise<void>): Measured {
  const { pid = 0 } = child;
  giveAllCores(pid);
  return { origin: `http://127.0.0.1:${port}`, pid, stop };
}

export async function startOwn(mount: Mount, settings: Record<string, string>): Promise<OwnServer> {
  const door = join(ownFolder("bench-door").path, "door");
  const server = await spawnServer(
    {
      ...settings,
      NODE_OPTIONS: `--import=${pathToFileURL("bench/hot/door.mjs").href}`,
      BENCH_DOOR: door,
    },
    mounts[mount],
  );
  endWithUs(server.process);
  if (!(await server.opened)) throw new Error(`The server did not start:\n${server.output()}`);
  await untilUp(server.origin);
  const ask = <Answer>(path: string, body: unknown) => askDoor<Answer>(door, path, body);
  return {
    ...measured(server.process, server.port, server.stop),
    requester: { request: (asked) => ask("/command", asked) },
    count: (counting) => ask("/count", { counting }),
    profile: (profiling) => ask("/profile", { profiling }),
    delay: (measuring) => ask("/delay", { measuring }),
  };
}

/** Next's own server opens its port before it can answer. */
async function untilUp(origin: string): Promise<void> {
  while (!(await fetch(`${origin}/api/health`).catch(() => undefined))?.ok) await pause(50);
}

async function askDoor<Answer>(socketPath: string, path: string, body: unknown): Promise<Answer> {
  const asking = request({ socketPath, path, method: "POST" }).end(JSON.stringify(body));
  const [response] = await once(asking, "response");
  let text = "";
  for await (const chunk of response) text += chunk;
  if (response.statusCode !== 200) throw new Error(`The door said: ${text}`);
  return JSON.parse(text);
}
