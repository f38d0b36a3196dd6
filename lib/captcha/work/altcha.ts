import "server-only";
// Proof of work as altcha-lib 2 poses and checks it: PBKDF2, which browsers bring along at the speed of native code,
// so that an attacker's program is hardly faster. @see https://github.com/altcha-org/altcha-lib
import { createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { WorkChallenge } from "../../contract";
import type { Keyring, Work } from "../../ports";

/** Iterations of one derivation. */
const cost = 1000;

export function altchaWork(keyring: Keyring): Work {
  // Of the puzzle's own id: what was worked for one is worth nothing for another.
  const secretsOf = (puzzleId: string) => ({
    hmacSignatureSecret: keyring.digest("work", puzzleId),
    hmacKeySignatureSecret: keyring.digest("work-key", puzzleId),
  });
  return {
    async pose(puzzleId, counter) {
      const terms = { algorithm: "PBKDF2/SHA-256", cost, counter, deriveKey };
      return (await createChallenge({ ...terms, ...secretsOf(puzzleId) })) as WorkChallenge;
    },
    async check(puzzleId, challenge, { counter, derivedKey }) {
      // Checked against the signed key: no derivation for whoever guesses.
      const { verified } = await verifySolution({
        ...{ challenge, solution: { counter, derivedKey }, deriveKey },
        ...secretsOf(puzzleId),
      });
      return verified;
    },
  };
}
