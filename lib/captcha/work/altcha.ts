import "server-only";
// Proof of work as altcha-lib 2 does and checks it: PBKDF2, which browsers bring along at the speed of native code,
// so that an attacker's program is hardly faster. @see https://github.com/altcha-org/altcha-lib
import { createHmac } from "node:crypto";
import { verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { Keyring, Work } from "../../ports";
import { cost, derive, keyLength } from "./derive";

const sign = (secret: string, what: string | Buffer) =>
  createHmac("sha256", secret).update(what).digest("hex");

export function altchaWork(keyring: Keyring): Work {
  // Of the puzzle's own id: what was worked for one is worth nothing for another.
  const secretsOf = (puzzleId: string) => ({
    hmacSignatureSecret: keyring.digest("work", puzzleId),
    hmacKeySignatureSecret: keyring.digest("work-key", puzzleId),
  });
  return {
    derive,
    // By hand: the library signs with WebCrypto, which takes the main thread five times as long as all of this.
    pose(puzzleId, { nonce, salt, key }) {
      const { hmacSignatureSecret, hmacKeySignatureSecret } = secretsOf(puzzleId);
      const parameters = {
        // By the alphabet: what is signed is this text.
        ...{ algorithm: "PBKDF2/SHA-256" as const, cost, keyLength },
        // Half of it, in hex.
        keyPrefix: key.slice(0, keyLength),
        keySignature: sign(hmacKeySignatureSecret, Buffer.from(key, "hex")),
        ...{ nonce, salt },
      };
      return { parameters, signature: sign(hmacSignatureSecret, JSON.stringify(parameters)) };
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
