// Cores, where Linux's taskset can share them out: what is measured has all of them, and the load, the vendor and the
// store beside it keep to the last. Otherwise they would take turns with it on its own, as it happens.
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

const last = availableParallelism() - 1;

/** This process and what it will start. */
export const keepToLastCore = () => assign(process.pid, `${last}`);

/** What was started by it, and its threads. */
export const giveAllCores = (pid: number) => assign(pid, `0-${last}`);

function assign(pid: number, cores: string): void {
  // Where there is no such command they share, as they would anywhere.
  if (last > 0) spawnSync("taskset", ["-apc", cores, String(pid)]);
}
