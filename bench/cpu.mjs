// What processes use, read from Linux's /proc.
import { readFileSync } from "node:fs";

/** /proc counts in hundredths of a second, whatever the kernel's own tick is. */
const tickMs = 10;

/** @param {number} pid @returns {number} ms of processor time of all its threads since it began */
export function cpuMs(pid) {
  // After the command, which may hold anything: fields 14 and 15 are user and system time.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** @returns {number} ms that all cores together had nothing to do since the machine began */
export function idleMs() {
  const [, , , , idle, waiting] = readFileSync("/proc/stat", "utf8").split(/\s+/, 6);
  return (Number(idle) + Number(waiting)) * tickMs;
}
