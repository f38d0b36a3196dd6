import "server-only";
// Passwords: argon2id for what is stored, a list of common ones for what is refused.
import { hash } from "@node-rs/argon2";
import type { Passwords } from "../ports";

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. */
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let common: Promise<Set<string>> | undefined;

/** Loaded with the first password, not at start: most accounts may never have one. */
function commonPasswords(): Promise<Set<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"] as string[]),
  );
  return common;
}

export const passwords: Passwords = {
  isCommon: async (password) => (await commonPasswords()).has(password.normalize("NFKC").toLowerCase()),
  // One password, one spelling (NIST SP 800-63B-4 3.1.1.2).
  hash: (password) => hash(password.normalize("NFC"), argon2id),
};
