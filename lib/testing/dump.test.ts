import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { findInClear, findSecrets, textsOf } from "./dump";

const address = "ada.lovelace@example.com";
const code = "483920";
const challengeId = "abcDEF0123456789_-ghijKLMNOP";
const secrets = { "the address": address, "the code": code, "the challenge's id": challengeId };
const together = [["code", challengeId, "sign-up", address, code]];

const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest();
const look = (text: string) => findSecrets([text], secrets, together);

describe("the search in a dump", () => {
  it.each([
    ["a code in clear", `v=${code};1790000000000`],
    ["an address in clear", `limit:${address.toUpperCase()}:n`],
    ["an address in a URL", `to=${encodeURIComponent(address)}`],
    ["an address in Base64", Buffer.from(JSON.stringify({ to: address })).toString("base64")],
    ["a code in Base64", Buffer.from(code).toString("base64")],
    ["a code in Base64, after one byte", Buffer.from(`=${code}.`).toString("base64url")],
    ["a code in Base64, after two bytes", Buffer.from(`c=${code}`).toString("base64url")],
    ["an id in hexadecimal", Buffer.from(challengeId).toString("hex")],
    ["most of an id", challengeId.slice(4, 22)],
    ["the SHA-256 of an address", hash("sha256", address).toString("hex")],
    ["a part of the SHA-512 of an address", hash("sha512", address).toString("base64url").slice(0, 22)],
    ["the BLAKE2 of a code", hash("blake2b512", code).toString("base64")],
    ["the SHA3 of a code with its challenge", hash("sha3-256", `${challengeId}:${code}`).toString("hex")],
    [
      "the MD5 of an address with a code",
      hash("md5", address + code)
        .toString("hex")
        .toUpperCase(),
    ],
    [
      "a digest of ours without the key",
      hash(
        "sha256",
        together
          .flat()
          .map((part) => `${part.length}:${part}`)
          .join(""),
      ).toString("base64url"),
    ],
    ["an HMAC under the id", createHmac("sha256", challengeId).update(code).digest("hex")],
  ])("finds %s", (_, planted) => {
    expect(look(`fg:something:${planted}`)).not.toEqual([]);
  });

  it("says what it found, and how", () => {
    const planted = [hash("sha256", address).toString("hex"), `code ${code}`];
    expect(findSecrets(planted, secrets)).toEqual(["the code: in clear", "the address: under sha256"]);
  });

  it("finds nothing under a key, in other values, or among the digits of a time", () => {
    const keyed = createHmac("sha256", "a key that nobody knows")
      .update(`${challengeId}${code}`)
      .digest("hex");
    expect(look(keyed)).toEqual([]);
    expect(look(`${hash("sha256", "bob@example.com").toString("hex")} 17${code}12345`)).toEqual([]);
    expect(findInClear([`{"time":17${code}12345}`], secrets)).toEqual([]);
  });

  it("finds a hash that braces cut in two", () => {
    const digest = hash("sha256", address).toString("base64url").slice(0, 22);
    const entries = [{ key: `fg:limit:{${digest.slice(0, 3)}}${digest.slice(3)}`, value: "1", lifetime: 1 }];
    expect(findSecrets(textsOf(entries), secrets)).toEqual(["the address: under sha256"]);
  });

  it("reads keys and the parts of hashes", () => {
    const entries = [{ key: `fg:${code}`, value: ["to", address], lifetime: 1 }];
    expect(findSecrets(textsOf(entries), secrets)).toEqual([
      "the address: in clear",
      "the code: in clear",
      "the address: a part of it",
    ]);
  });
});
