// What processes use, read from Linux's /proc.
import { readFileSync } from "node:fs";

/** /proc counts in hundredths of a second, whatever the kernel's own tick is. */
export const tickMs = 10;

/** @param {number} pid @returns {number} ms of processor time of all its threads since it began */
export function cpuMs(pid) {
  return usedMs(`/proc/${pid}/stat`);
}

/** @param {number} pid @returns {number} the same of its first thread alone, which serves requests; to the nanosecond */
export function mainThreadMs(pid) {
  const [ran] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ");
  return Number(ran) / 1e6;
}

function usedMs(file) {
  // After the command, which may hold anything: fields 14 and 15 are user and system time.
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** @param {number} pid @returns {number} MB of memory that are its own or shared, and not swapped out */
export function residentMb(pid) {
  const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kb) / 1024;
}

/** @returns {number} ms that all cores together had nothing to do since the machine began */
export function idleMs() {
  const [, , , , idle, waiting] = readFileSync("/proc/stat", "utf8").split(/\s+/, 6);
  return (Number(idle) + Number(waiting)) * tickMs;
}
