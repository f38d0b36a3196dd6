// Finds secrets in whatever was thrown: in its message, stack, cause, own properties, JSON and inspection.
import { inspect } from "node:util";

/** Which of the secrets a thrown value gives away, in any spelling that can be turned back. */
export function leaks(thrown: unknown, secrets: Iterable<string>): string[] {
  const said = everything(thrown);
  return [...new Set(secrets)].filter((secret) => spellings(secret).some((spelt) => said.includes(spelt)));
}

const spellings = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  ...[Buffer.from(secret)].flatMap((bytes) => [
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ]),
];

function everything(thrown: unknown): string {
  const parts = [String(thrown), inspect(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true })];
  const seen = new Set<unknown>();
  const collect = (value: unknown) => {
    if (Buffer.isBuffer(value)) parts.push(value.toString());
    if ((typeof value !== "object" && typeof value !== "function") || value === null) {
      parts.push(String(value));
      return;
    }
    if (seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      parts.push(String(key));
      collect(Reflect.get(value, key));
    }
  };
  collect(thrown);
  try {
    parts.push(JSON.stringify(thrown) ?? "");
  } catch {
    // Not writable as JSON: then nobody writes it.
  }
  return parts.join("\n");
}
