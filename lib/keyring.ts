// The keyring: everything that is derived from APP_SECRET. Pure; the secrets are handed in.
// An id reads `<slot:3><key:3><random:22>`, so the key that made it is found without trying them all.
import { createCipheriv, createDecipheriv, hkdfSync, randomFillSync, timingSafeEqual } from "node:crypto";
import { hmac } from "./hmac";
import type { Keyring } from "./ports";

interface Key {
  tag: string;
  mac: (text: string) => string;
  cipher: Buffer;
}

const idShape = /^[A-Za-z0-9_-]{28}$/;

/** @param secrets at least one, each of at least 32 bytes; the first signs, all verify. */
export function keyring(secrets: readonly string[]): Keyring {
  const keys = secrets.map(deriveKey);
  const [current] = keys;
  if (!current) throw new Error("a keyring needs at least one secret");
  const find = (id: string) =>
    idShape.test(id) ? keys.find((key) => key.tag === id.slice(3, 6)) : undefined;
  const keyOf = (id: string) => {
    const key = find(id);
    if (!key) throw new Error("no key of ours minted this id");
    return key;
  };

  return {
    mint: (slot = random(3).toString("base64url").slice(0, 3)) =>
      slot + current.tag + random(16).toString("base64url"),
    knows: (id) => find(id) !== undefined,
    digest: (use, id, ...parts) => mac(keyOf(id).mac, [use, id, ...parts]),
    seal(id, value) {
      const nonce = random(12);
      const cipher = createCipheriv("aes-256-gcm", keyOf(id).cipher, nonce).setAAD(Buffer.from(id));
      const body = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
      // The letter is from when a client of the store guessed at types; what is stored has it.
      return `s${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open(id, sealed) {
      const bytes = Buffer.from(sealed.slice(1), "base64url");
      const decipher = createDecipheriv("aes-256-gcm", keyOf(id).cipher, bytes.subarray(0, 12), {
        authTagLength: 16,
      });
      decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(12, 28));
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
      return JSON.parse(text);
    },
    pseudonym: (...parts) => mac(current.mac, ["pseudonym", ...parts]),
    isPseudonym: (text, ...parts) =>
      keys.some((key) => {
        const [given, ours] = [Buffer.from(text), Buffer.from(mac(key.mac, ["pseudonym", ...parts]))];
        return given.length === ours.length && timingSafeEqual(given, ours);
      }),
  };
}

function deriveKey(secret: string): Key {
  const derive = (info: string, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, "firstgate", info, length));
  return {
    tag: derive("tag", 3).toString("base64url").slice(0, 3),
    mac: hmac(derive("mac", 32)),
    cipher: derive("cipher", 32),
  };
}

/** Asked for a few bytes, the generator takes as long as for some hundreds. */
const drawn = Buffer.alloc(4096);
let given = drawn.length;

/** Random bytes, given out once; they stay only until the next ones are drawn. */
function random(length: number): Buffer {
  if (given + length > drawn.length) {
    randomFillSync(drawn);
    given = 0;
  }
  given += length;
  return Buffer.from(drawn.subarray(given - length, given));
}

/** Lengths go in front, so that no two lists of parts read the same. Truncated to 128 bits. */
function mac(key: Key["mac"], parts: string[]): string {
  let text = "";
  for (const part of parts) text += `${Buffer.byteLength(part)}:${part}`;
  return key(text).slice(0, 22);
}
