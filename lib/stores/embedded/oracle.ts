// For tests only: a real redis-server of one's own, to compare the embedded engine with. Fails loudly when
// the program is missing. Integers beyond 2^53 arrive rounded, errors as `Error` values, everything else as is.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis, ReplyError } from "ioredis";

export type Oracle = { send(args: string[]): Promise<unknown>; stop(): Promise<void> };

/** Starts redis-server on a socket in a directory of its own; `stop` ends it and removes the directory. */
export async function startRedis(): Promise<Oracle> {
  const directory = await mkdtemp(join(tmpdir(), "firstgate-redis-"));
  const socket = join(directory, "redis.sock");
  const flags = [
    "--port",
    "0",
    "--unixsocket",
    socket,
    "--dir",
    directory,
    "--save",
    "",
    "--appendonly",
    "no",
  ];
  const server = spawn("redis-server", flags, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  // A run that is interrupted must not leave its server behind.
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  try {
    await new Promise<void>((resolve, reject) => {
      let output = "";
      const listen = (chunk: Buffer) => {
        output += chunk;
        if (output.includes("ready to accept connections")) resolve();
      };
      server.stdout.on("data", listen);
      server.stderr.on("data", listen);
      server.once("error", (cause) =>
        reject(new Error("These tests need redis-server: apt-get install redis-server", { cause })),
      );
      server.once("exit", (code) => reject(new Error(`redis-server ended (${code}):\n${output}`)));
    });
  } catch (error) {
    process.off("exit", kill);
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  // RESP2 as Upstash speaks it; RESP3, the default of ioredis, would reshape replies.
  const client = new Redis({ path: socket, protocol: 2, retryStrategy: null });
  return {
    async send([name = "", ...args]) {
      try {
        // Upper case: ioredis reshapes the replies of names that it knows, and it knows them in lower case.
        return await client.call(name.toUpperCase(), args);
      } catch (error) {
        if (error instanceof ReplyError) return error;
        throw error;
      }
    },
    async stop() {
      client.disconnect();
      server.kill();
      await ended;
      process.off("exit", kill);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
