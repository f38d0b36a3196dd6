import "server-only";
// Proof of work as altcha-lib 2 does and checks it: PBKDF2, which browsers bring along at the speed of native code,
// so that an attacker's program is hardly faster. @see https://github.com/altcha-org/altcha-lib
import { createHmac, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { Keyring, Work } from "../../ports";

const derive = promisify(pbkdf2);

/** Iterations of one derivation. */
const cost = 1000;
const keyLength = 32;

const sign = (secret: string, what: string | Buffer) =>
  createHmac("sha256", secret).update(what).digest("hex");

export function altchaWork(keyring: Keyring): Work {
  // Of the puzzle's own id: what was worked for one is worth nothing for another.
  const secretsOf = (puzzleId: string) => ({
    hmacSignatureSecret: keyring.digest("work", puzzleId),
    hmacKeySignatureSecret: keyring.digest("work-key", puzzleId),
  });
  return {
    // By hand: the library signs with WebCrypto, which takes the main thread five times as long as all of this.
    async pose(puzzleId, counter) {
      const { hmacSignatureSecret, hmacKeySignatureSecret } = secretsOf(puzzleId);
      const [salt, password] = [randomBytes(16), randomBytes(20)];
      const nonce = password.toString("hex", 0, 16);
      password.writeUInt32BE(counter, 16);
      const key = await derive(password, salt, cost, keyLength, "sha256");
      const parameters = {
        // By the alphabet: what is signed is this text.
        ...{ algorithm: "PBKDF2/SHA-256" as const, cost, keyLength },
        keyPrefix: key.toString("hex", 0, keyLength / 2),
        keySignature: sign(hmacKeySignatureSecret, key),
        nonce,
        salt: salt.toString("hex"),
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
