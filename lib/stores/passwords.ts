import "server-only";
// Passwords: argon2id for what is stored, a list of common ones for what is refused.
import { hash, verify } from "@node-rs/argon2";
import { capacity } from "../capacity";
import type { Passwords } from "../ports";

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. */
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of random bytes that nobody kept, under the parameters above. */
const nobodys =
  "$argon2id$v=19$m=19456,t=2,p=1$XDc0BPEXPNmxS5xDZ4dKMg$dtlwMLtGnKRhOcUrPpwxG7EinCYKBXJrVPaf4pjCgzw";

/**
 * Each takes 19 MiB and one of the four threads that Node has for files and names, too. Past a hundred the last one
 * would wait for seconds.
 */
const bounds = { inFlight: 2, waiting: 100 };

let common: Promise<Set<string>> | undefined;

/** Loaded with the first password, not at start: most accounts may never have one. */
function commonPasswords(): Promise<Set<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"] as string[]),
  );
  return common;
}

/** One password, one spelling (NIST SP 800-63B-4 3.1.1.2). */
const spelled = (password: string) => password.normalize("NFC");

/** @param argon2 what does the work; tests count it */
export function passwords(argon2 = { hash, verify }): Passwords {
  const { reserve, run } = capacity(bounds);

  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const place = reserve();
    try {
      return await run(work);
    } finally {
      place.release();
    }
  }

  return {
    isCommon: async (password) => (await commonPasswords()).has(password.normalize("NFKC").toLowerCase()),
    hash: (password) => inTurn(() => argon2.hash(spelled(password), argon2id)),
    async verify(password, hash) {
      const right = await inTurn(() => argon2.verify(hash ?? nobodys, spelled(password)));
      return right && hash !== null;
    },
  };
}
