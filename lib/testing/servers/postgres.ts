// For tests only: a real PostgreSQL of one's own, with a folder, a port and a password.
import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Client } from "pg";
import { endProgram, freePort, ownFolder, startProgram } from "./processes";

export interface PostgresServer {
  port: number;
  /** For DATABASE_URL. */
  url(database?: string): string;
  /** @returns its URL */
  createDatabase(): Promise<string>;
  /** Stops every process of it where it is: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  /** Ends all of it at once, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what it had committed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const user = "firstgate";
const password = "password-of-the-test-server";

export async function startPostgres(): Promise<PostgresServer> {
  const bin = programs();
  const folder = ownFolder("postgres");
  const port = await freePort();
  const owner = accountToRunAs();
  if (owner) chownSync(folder.path, owner.uid, owner.gid);
  const data = join(folder.path, "data");
  const options = { cwd: folder.path, env: { ...process.env, LC_ALL: "C" }, ...owner };

  const passwordFile = join(folder.path, "password");
  writeFileSync(passwordFile, password);
  const access = ["--username", user, "--pwfile", passwordFile, "--auth", "scram-sha-256"];
  execFileSync(join(bin, "initdb"), ["--pgdata", data, ...access, "--encoding", "UTF8", "--no-sync"], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const flags = [
    ...["listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=16MB"],
    // What dies in tests is the server, never the machine: what it has written is there.
    ...["fsync=off", "full_page_writes=off"],
  ];
  const start = () =>
    startProgram(
      join(bin, "postgres"),
      ["-D", data, "-p", String(port), ...flags.flatMap((flag) => ["-c", flag])],
      /ready to accept connections/,
      "postgresql",
      options,
    );
  let postmaster: ChildProcess = await start();
  const signal = (name: NodeJS.Signals) => {
    const { pid, exitCode, signalCode } = postmaster;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    // Held first: while it lives it makes children, and once it is dead nobody knows whose they were.
    process.kill(pid, "SIGSTOP");
    const children = childrenOf(pid);
    process.kill(pid, name);
    for (const child of children) {
      try {
        process.kill(child, name);
      } catch {
        // It has ended by itself.
      }
    }
  };

  const url = (database = "postgres") => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    port,
    url,
    async createDatabase() {
      databases += 1;
      const client = new Client(url());
      await client.connect();
      await client.query(`CREATE DATABASE test_${databases}`);
      await client.end();
      return url(`test_${databases}`);
    },
    pause: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
    async kill() {
      signal("SIGKILL");
      await endProgram(postmaster);
    },
    async restart() {
      postmaster = await start();
    },
    async stop() {
      signal("SIGCONT");
      // Unlike a kill, this takes its shared memory with it.
      if (postmaster.kill("SIGQUIT")) await once(postmaster, "exit");
      folder.remove();
    },
  };
}

/** Debian keeps the programs of each version outside PATH. */
function programs(): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  versions.sort((one, other) => Number(other) - Number(one));
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...versions.map((version) => join(debian, version, "bin")),
  ];
  const found = folders.find((each) => ["initdb", "postgres"].every((name) => existsSync(join(each, name))));
  if (!found) throw new Error("These tests need PostgreSQL: apt-get install postgresql");
  return found;
}

/** PostgreSQL refuses to run as root. */
function accountToRunAs(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , uid, gid] = ["postgres", "nobody"].flatMap(
    (name) => accounts.find(([own]) => own === name) ?? [],
  );
  return { uid: Number(uid), gid: Number(gid) };
}

/** Each backend leads a session of its own, so no process group reaches them. */
function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

function parentOf(name: string): number | undefined {
  try {
    // After the command, which may hold anything: its state and its parent.
    const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return Number(parent);
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
