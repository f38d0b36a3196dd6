// Finds secrets in a dump of a store: in clear, encoded, and under every hash that whoever holds the dump can try
// without a key.
import { createHash, createHmac } from "node:crypto";
import type { Entry } from "./servers/redis";

/**
 * All texts of a dump. What is a list there is also one text, so that nothing hides between its parts; and braces,
 * which mark the part of a key that chooses its node, cut no hash in two.
 */
export function textsOf(entries: readonly Entry[]): string[] {
  const texts = entries.flatMap(({ key, value }) =>
    Array.isArray(value) ? [key, ...value.map(String), value.join(" ")] : [key, String(value)],
  );
  return [...texts, ...texts.filter((text) => text.includes("{")).map((text) => text.replace(/[{}]/g, ""))];
}

/**
 * @param secrets by what they are called
 * @param together values that may have been hashed as one, in any order: a code with its challenge, say
 * @returns what was found and how, such as `the code: in clear`
 */
export function findSecrets(
  texts: Iterable<string>,
  secrets: Readonly<Record<string, string>>,
  together: readonly (readonly string[])[] = [],
): string[] {
  const dump = [...new Set(texts)];
  const found = new Set<string>(findInClear(dump, secrets));
  const windows = windowsOf(dump);
  const look = (name: string, input: string) => {
    for (const [how, forms] of hashesOf(input))
      if (forms.some((form) => windows.has(form))) found.add(`${name}: ${how}`);
  };

  for (const [name, secret] of Object.entries(secrets)) {
    for (const spelling of spellings(secret)) look(name, spelling);
    // A part of a long one is as good as all of it.
    if (partsOf(secret).some((part) => windows.has(part))) found.add(`${name}: a part of it`);
  }
  for (const group of together) {
    for (const parts of arrangements(group))
      for (const joined of joinings(parts)) look(parts.join(" + "), joined);
    // A message authentication code under a key that is no secret is a hash, too.
    for (const [key, text] of arrangements(group, 2, 2) as [string, string][])
      for (const algorithm of ["md5", "sha1", "sha256", "sha512"]) {
        const digest = createHmac(algorithm, key).update(text).digest();
        if (formsOf(digest).some((form) => windows.has(form)))
          found.add(`${text}: HMAC-${algorithm} under ${key}`);
      }
  }
  return [...found];
}

/** Only what can be read or decoded: enough for a log, which has no reason to hold hashes. */
export function findInClear(texts: readonly string[], secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const shapes = spellings(secret);
    const hows = {
      "in clear": shapes.map(inClear),
      "in Base64": shapes.flatMap(base64Of).map(literally),
      "in hexadecimal": shapes.flatMap(hexOf).map(literally),
    };
    return Object.entries(hows)
      .filter(([, patterns]) => patterns.some((pattern) => texts.some((text) => pattern.test(text))))
      .map(([how]) => `${name}: ${how}`);
  });
}

const algorithms = [
  ...["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-224", "sha512-256"],
  ...["sha3-224", "sha3-256", "sha3-384", "sha3-512", "blake2b512", "blake2s256", "ripemd160"],
];

/** The shortest piece of a hash or an id that counts; by chance nothing of this length is ever the same. */
const piece = 16;

function spellings(secret: string): string[] {
  return [
    ...new Set([
      ...[secret, secret.toLowerCase(), secret.toUpperCase(), secret.trim()],
      ...[encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    ]),
  ];
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const literally = (text: string) => new RegExp(escaped(text));

/** Digits in the middle of more digits are a time or a count. */
const inClear = (text: string) =>
  /^\d+$/.test(text) ? new RegExp(`(?<!\\d)${text}(?!\\d)`) : literally(text);

const hexOf = (text: string) => {
  const hex = Buffer.from(text).toString("hex");
  return [hex, hex.toUpperCase()];
};

/** As it reads after none, one or two bytes of something else, without the characters that depend on neighbours. */
function base64Of(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text), Buffer.alloc(2)]);
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor(((bytes.length - 2) * 8) / 6)];
    return (["base64", "base64url"] as const).map((how) => bytes.toString(how).slice(from, to));
  });
}

function partsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - piece + 1) }, (_, at) => text.slice(at, at + piece));
}

function windowsOf(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap(partsOf));
}

/** The beginning and the end of a digest in every way that digests are written. */
function formsOf(digest: Buffer): string[] {
  const hex = digest.toString("hex");
  const written = [hex, hex.toUpperCase(), digest.toString("base64url")];
  written.push(digest.toString("base64").replace(/=+$/, ""));
  return written.flatMap((text) => [text.slice(0, piece), text.slice(-piece)]);
}

function* hashesOf(input: string): Generator<[how: string, forms: string[]]> {
  for (const algorithm of algorithms)
    yield [`under ${algorithm}`, formsOf(createHash(algorithm).update(input).digest())];
}

/** Every order of every few of them, and all of them as they come. */
function arrangements(parts: readonly string[], least = 1, most = 3): string[][] {
  const result: string[][] = parts.length > most && least === 1 ? [[...parts], parts.toReversed()] : [];
  const extend = (chosen: string[]) => {
    if (chosen.length >= least) result.push(chosen);
    if (chosen.length === most) return;
    for (const part of parts) if (!chosen.includes(part)) extend([...chosen, part]);
  };
  extend([]);
  return result;
}

function joinings(parts: string[]): string[] {
  if (parts.length < 2) return parts;
  const separators = ["", ":", "|", "-", "_", ".", ",", "/", " ", "\n", "\0"];
  return [
    ...separators.map((separator) => parts.join(separator)),
    JSON.stringify(parts),
    // As our own keyring writes them, but without its key.
    parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(""),
  ];
}
