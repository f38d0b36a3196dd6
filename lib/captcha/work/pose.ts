import "server-only";
// Work is posed as altcha-lib 2 would, by hand: the library signs with WebCrypto, which takes five times as long as all
// of this. @see https://github.com/altcha-org/altcha-lib
import { createHmac, pbkdf2, randomBytes, randomInt } from "node:crypto";
import { promisify } from "node:util";
import type { PosedWork } from "../../ports";

const pbkdf2Of = promisify(pbkdf2);

/** Iterations of one derivation. */
const cost = 1000;
const keyLength = 32;

const sign = (secret: string, what: string | Buffer) =>
  createHmac("sha256", secret).update(what).digest("hex");
const secret = () => randomBytes(16).toString("base64url");

/** @param counters the counter to be found lies between 1 and this @param choose which it is, by default evenly */
export async function poseWork(
  counters: number,
  choose = (most: number) => randomInt(1, most + 1),
): Promise<PosedWork> {
  const [salt, password] = [randomBytes(16), randomBytes(20)];
  const nonce = password.toString("hex", 0, 16);
  password.writeUInt32BE(choose(counters), 16);
  const key = await pbkdf2Of(password, salt, cost, keyLength, "sha256");
  const secrets = { hmacSignatureSecret: secret(), hmacKeySignatureSecret: secret() };
  const parameters = {
    // By the alphabet: what is signed is this text.
    ...{ algorithm: "PBKDF2/SHA-256" as const, cost, keyLength },
    // Half of it, in hex.
    keyPrefix: key.toString("hex", 0, keyLength / 2),
    keySignature: sign(secrets.hmacKeySignatureSecret, key),
    ...{ nonce, salt: salt.toString("hex") },
  };
  const signature = sign(secrets.hmacSignatureSecret, JSON.stringify(parameters));
  return { challenge: { parameters, signature }, secrets };
}
