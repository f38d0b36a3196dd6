// Derives one key of a proof of work: by the browser itself where it can, else by a library. A page over plain
// http, as on a phone that looks at a demonstration in the same network, is denied the browser's own.
import { deriveKey as deriveInBrowser } from "altcha-lib/algorithms/web/pbkdf2";
import type { DeriveKeyFunction } from "altcha-lib/types";

const deriveInScript: DeriveKeyFunction = async ({ cost, keyLength }, salt, password) => {
  const [{ pbkdf2 }, { sha256 }] = await library();
  return { derivedKey: pbkdf2(sha256, password, salt, { c: cost, dkLen: keyLength }) };
};

let loading: ReturnType<typeof load> | undefined;
function library() {
  loading ??= load();
  return loading;
}
function load() {
  return Promise.all([import("@noble/hashes/pbkdf2.js"), import("@noble/hashes/sha2.js")]);
}

export const deriveKey: DeriveKeyFunction = (...given) =>
  globalThis.crypto?.subtle ? deriveInBrowser(...given) : deriveInScript(...given);
