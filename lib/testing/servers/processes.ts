// Servers of one's own for tests: a folder and a port each, ended by pid, and gone when the tests are.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** A folder that goes when the test process does, if not before. */
export function ownFolder(name: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `firstgate-${name}-`));
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.once("exit", remove);
  return {
    path,
    remove() {
      process.off("exit", remove);
      remove();
    },
  };
}

/**
 * Starts a program and waits until it says that it is ready.
 * @param debianPackage named where the program is missing
 * @throws with everything it printed when it ends before
 */
export async function startProgram(
  command: string,
  args: string[],
  ready: RegExp,
  debianPackage: string,
  options: SpawnOptions = {},
): Promise<ChildProcess> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  // A run that is interrupted must not leave its servers behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("close", () => process.off("exit", kill));
  await new Promise<void>((resolve, reject) => {
    let output = "";
    const listen = (chunk: Buffer) => {
      output += chunk;
      if (ready.test(output)) resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("error", (cause) =>
      reject(new Error(`These tests need ${command}: apt-get install ${debianPackage}`, { cause })),
    );
    child.once("exit", (code) => reject(new Error(`${command} ended (${code}):\n${output}`)));
  });
  return child;
}

/** Ends a program, also one that is stopped, and waits until it has. */
export async function endProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
