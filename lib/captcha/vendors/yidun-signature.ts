import "server-only";
// The signature of Yidun's calls: names in order, each with its value, then the secret key, as MD5.
//
// @see https://support.dun.163.com/documents/15588062143475712?docId=69218161355051008
import { createHash } from "node:crypto";

export function yidunSignature(
  parameters: Readonly<Record<string, string | null>>,
  secretKey: string,
): string {
  const names = Object.keys(parameters).sort();
  const signed = names.map((name) => name + (parameters[name] ?? "")).join("");
  return createHash("md5")
    .update(signed + secretKey, "utf8")
    .digest("hex");
}
