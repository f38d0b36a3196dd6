// Plain tables, and the machine they were measured on.
import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";

/** Columns as wide as what is in them; texts to the left, numbers to the right. */
export function aligned(rows: string[][], leftColumns: number): string {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, at) => Math.max(known[at] ?? 0, cell.length)),
    [],
  );
  const line = (row: string[]) =>
    row
      .map((cell, at) => (at < leftColumns ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}

/** What could not be measured is left blank. Between processes NaN becomes null. */
export const number = (value: number | null | undefined, digits = 0) =>
  Number.isFinite(value) ? Number(value).toFixed(digits) : "";

/** Asked for before anything is measured: the load is that of others then. */
export function machine(): string {
  const all = cpus();
  const { version } = JSON.parse(readFileSync("node_modules/next/package.json", "utf8"));
  return [
    `${all.length} cores (${all[0]?.model.trim() ?? "unknown"})`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `${process.platform} ${process.arch}`,
    `Node.js ${process.version}`,
    `Next ${version}`,
    `load ${loadavg()[0]?.toFixed(2)} before`,
  ].join(", ");
}
