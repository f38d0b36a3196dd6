// The headers that next.config.ts gives to every answer, as the build has written them down.
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Rule {
  regex: string;
  headers: { key: string; value: string }[];
  has?: unknown;
  missing?: unknown;
}

/**
 * @param folder of the build
 * @returns what calls are answered with, whatever stands in the request
 */
export function builtHeaders(folder: string): Map<string, string> {
  const { headers } = JSON.parse(readFileSync(join(folder, "routes-manifest.json"), "utf8"));
  const rules = (headers as Rule[]).filter(
    ({ regex, has, missing }) => !has && !missing && new RegExp(regex).test("/api/call"),
  );
  if (rules.length === 0) throw new Error("no headers in the build: has its manifest changed?");
  return new Map(rules.flatMap((rule) => rule.headers.map(({ key, value }) => [key, value])));
}
