// The words of the Lua that lua-script.ts translates. What is not listed here ends the translation: it is left to
// the real Lua, which has also found the script well formed before anybody reads it here.

export type Word = { is: "name" | "keyword" | "number" | "string" | "sign" | "end"; text: string };

/** Thrown while a script is read or translated: it is not in the subset. */
export class Untranslatable extends Error {}

export function refuse(what: string): never {
  throw new Untranslatable(what);
}

const keywords = new Set(
  `and break do else elseif end false for function if in local nil not or return then true
   goto repeat until while`.split(/\s+/),
);

/** A comment that could be a long one, and control characters, are not blank. */
const blank = /(?:[ \t\r\n]|--(?!\[)[^\n]*)*/y;
const patterns = {
  name: /[A-Za-z_]\w*/y,
  // No hexadecimals and no exponents.
  number: /\d+(?:\.\d+)?(?![\w.])/y,
  string: /'(?:[^'\\\p{Cc}]|\\[nrt\\'"])*'|"(?:[^"\\\p{Cc}]|\\[nrt\\'"])*"/uy,
  // Neither power nor methods, varargs and long strings.
  sign: /==|~=|<=|>=|\.\.(?!\.)|\[(?![[=])|[-+*/%#<>=(){}\].,;]/y,
} as const;
const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

/** @throws Untranslatable */
export function wordsOf(code: string): Word[] {
  if (!code.isWellFormed()) refuse("text that is not Unicode");
  const words: Word[] = [];
  let at = skipBlank(code, 0);
  while (at < code.length) {
    const word = wordAt(code, at);
    at = skipBlank(code, at + word.text.length);
    words.push(word.is === "string" ? { is: "string", text: unquoted(word.text) } : word);
  }
  return [...words, { is: "end", text: "the end" }];
}

function wordAt(code: string, at: number): Word {
  for (const [is, pattern] of Object.entries(patterns)) {
    pattern.lastIndex = at;
    const text = pattern.exec(code)?.[0];
    if (text !== undefined) return { is: keywords.has(text) ? "keyword" : (is as Word["is"]), text };
  }
  return refuse(`what begins with ${code.slice(at, at + 10)}`);
}

function skipBlank(code: string, at: number) {
  blank.lastIndex = at;
  return at + (blank.exec(code)?.[0].length ?? 0);
}

const unquoted = (text: string) =>
  text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char);
