import "server-only";
// The expensive part of posing work, for nobody yet: a key for the counter that is to be found.
import { pbkdf2, randomBytes, randomInt } from "node:crypto";
import { promisify } from "node:util";
import type { Derivation } from "../../ports";

const pbkdf2Of = promisify(pbkdf2);

/** Iterations of one derivation. */
export const cost = 1000;
export const keyLength = 32;

/** @param counters the counter lies between 1 and this, evenly */
export async function derive(counters: number): Promise<Derivation> {
  const counter = randomInt(1, counters + 1);
  const [salt, password] = [randomBytes(16), randomBytes(20)];
  const nonce = password.toString("hex", 0, 16);
  password.writeUInt32BE(counter, 16);
  const key = await pbkdf2Of(password, salt, cost, keyLength, "sha256");
  return { counter, nonce, salt: salt.toString("hex"), key: key.toString("hex") };
}
