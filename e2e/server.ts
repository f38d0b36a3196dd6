// Servers under test: settings that nobody else has a say in, and starting one more server beside the one that
// Playwright runs, to watch how it starts, refuses and stops.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { keyring } from "@/lib/keyring";
import manifest from "../package.json" with { type: "json" };
import { settingNames } from "../scripts/settings.mjs";

const root = join(import.meta.dirname, "..");

/** What everything of a server under test is signed and sealed with, unless a test says otherwise. */
export const testSecret = "a-secret-of-tests-that-is-long-enough";

/** An environment for a server: what is not given is empty, whatever the shell or a developer's .env says. */
export function settings(given: Record<string, string>): Record<string, string> {
  const nothing = Object.fromEntries(settingNames().map((name) => [name, ""]));
  return {
    ...nothing,
    APP_SECRET: testSecret,
    NEXT_TELEMETRY_DISABLED: "1",
    ...given,
  };
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

export interface Server {
  port: number;
  origin: string;
  process: ChildProcess;
  /** As they were given. */
  settings: Record<string, string>;
  /** Both streams so far. */
  output(): string;
  /** Resolves with the exit code; null after a signal. */
  exited: Promise<number | null>;
  /** Whether anybody could connect to the port at any moment since the start. */
  opened: Promise<boolean>;
  /** @throws when it has said, in all its life, what nobody may read there */
  stop(): Promise<void>;
}

/** As npm runs it: the room that it gives to young objects, and what runs. */
const [, room = "", ...start] = manifest.scripts.start.split(" ");

export { room };

/** What runs: our own server, in one process or two, or Next's. */
const commands = {
  "npm start": () => [room, ...start],
  "npm start -- --workers 2": () => [room, ...start, "--workers", "2"],
  "next start": (port: number) => [room, "node_modules/next/dist/bin/next", "start", "-p", String(port)],
};

/**
 * Starts a server and returns at once: `opened` and `exited` tell what becomes of it.
 * @param given a PORT among them is used; otherwise it is a free one
 */
export async function spawnServer(
  given: Record<string, string>,
  command: keyof typeof commands = "npm start",
): Promise<Server> {
  const port = Number(given.PORT) || (await freePort());
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // Vite has said otherwise to whoever runs through it, and Next reads more files for a developer.
    NODE_ENV: "production",
    ...settings({ PORT: String(port), DATABASE_URL: "file::memory:", ...given }),
  };
  const child = spawn(process.execPath, commands[command](port), { cwd: root, env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }
  const exited = once(child, "exit").then(([code]) => code as number | null);
  return {
    port,
    origin: `http://localhost:${port}`,
    process: child,
    settings: given,
    output: () => output,
    exited,
    opened: watch(port, exited),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await exited;
      }
      refuseLeaks(output, env.APP_SECRET);
    },
  };
}

/** Next's own server opens its port before it is ready. */
export async function untilReady({ origin, output }: Server): Promise<void> {
  for (let asked = 0; asked < 400; asked++) {
    if (
      await fetch(`${origin}/api/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`A server does not get ready:\n${output()}`);
}

/** Whatever a test is about: no server says an address, an id or token that opens something, or what signs them. */
function refuseLeaks(output: string, secret = ""): void {
  const keys = secret.split(",").filter((key) => key.length >= 32);
  const words = output.match(/(?<![\w-])[\w-]{28}(?![\w-])/g) ?? [];
  const ids = keys.length > 0 ? words.filter(keyring(keys).knows) : [];
  const addresses = output.match(/[\w.+-]+@example\.\w+|\+49151\d{8}/g) ?? [];
  const secrets = keys.filter((key) => output.includes(key));
  const said = [...ids, ...addresses, ...secrets];
  if (said.length > 0) throw new Error(`A server said what nobody may read there: ${said.join(" ")}`);
}

/** Knocks until somebody opens or the process has ended. */
async function watch(port: number, exited: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!ended) {
    if (await knock(port)) return true;
  }
  return knock(port);
}

function knock(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "localhost" });
    const end = (open: boolean) => {
      socket.destroy();
      // Not a busy loop: the server needs the processor to start.
      setTimeout(() => resolve(open), 20);
    };
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}
