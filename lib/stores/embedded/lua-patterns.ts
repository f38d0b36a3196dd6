// Patterns of Lua as regular expressions. Only what both mean alike is translated: single characters, classes and
// sets, repeated or not, in captures or not, at the start or the end or not.
import { refuse } from "./lua-words";

export interface Pattern {
  regexp: RegExp;
  captures: number;
  /** Whether it matters that Lua sees bytes: where it matches what is beyond ASCII, or counts places between them. */
  needsAscii: boolean;
}

/** In the C locale. */
const classes: Record<string, string> = {
  a: "A-Za-z",
  d: "0-9",
  l: "a-z",
  s: "\\t-\\r ",
  u: "A-Z",
  w: "A-Za-z0-9",
  x: "A-Fa-f0-9",
};
const literal = (char: string) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;

const token =
  /(?<open>\((?!\)))|(?<close>\))|(?<item>%[a-zA-Z]|%[^a-zA-Z0-9]|\[\^?(?:%[a-zA-Z]|%[^a-zA-Z0-9]|[A-Za-z0-9]-[A-Za-z0-9]|[^\]^%[-])+\]|[^-%()[\]^$*+?])(?<times>[-*+?]?)/y;
const member = /%(?<name>[a-zA-Z])|%(?<escaped>.)|(?<from>[A-Za-z0-9])-(?<to>[A-Za-z0-9])|(?<char>.)/gs;

/** @throws Untranslatable */
export function patternOf(text: string, usedFor: "match" | "gmatch"): Pattern {
  if (/[^ -~]/.test(text)) refuse("a pattern beyond printable ASCII");
  const starts = text.startsWith("^");
  const ends = text.endsWith("$") && !text.endsWith("%$");
  // There it is a character like any other.
  if (starts && usedFor === "gmatch") refuse("an anchor that is none");
  const body = text.slice(starts ? 1 : 0, ends ? -1 : undefined);
  let source = "";
  let captures = 0;
  let open = 0;
  let needsAscii = usedFor === "gmatch";
  token.lastIndex = 0;
  while (token.lastIndex < body.length) {
    const found = token.exec(body)?.groups ?? refuse(`the pattern ${text}`);
    if (found.open) {
      source += "(";
      captures += 1;
      open += 1;
    } else if (found.close) {
      source += ")";
      open -= 1;
      if (open < 0) refuse("captures that do not pair");
    } else {
      const item = itemOf(found.item ?? "");
      needsAscii ||= item.startsWith("[^");
      source += item + (found.times === "-" ? "*?" : (found.times ?? ""));
    }
  }
  if (open > 0 || captures > 9) refuse("captures that do not pair, or too many");
  const whole = `${starts ? "^" : ""}${source}${ends ? "$" : ""}`;
  return { regexp: new RegExp(whole, usedFor === "gmatch" ? "g" : ""), captures, needsAscii };
}

function itemOf(text: string): string {
  if (text === ".") return "[^]";
  if (!text.startsWith("[")) return setOf(text, false);
  const not = text.startsWith("[^");
  return setOf(text.slice(not ? 2 : 1, -1), not);
}

function setOf(members: string, not: boolean): string {
  if (/^%[A-Z]$/.test(members) && !not) return `[^${classOf(members.slice(1))}]`;
  let set = "";
  for (const { groups = {} } of members.matchAll(member)) {
    const { name, escaped, from, to, char } = groups;
    if (name) set += /[A-Z]/.test(name) ? refuse("a complement in a set") : classOf(name);
    else if (from && to) set += from <= to ? `${from}-${to}` : refuse("a range that holds nothing");
    else set += literal(escaped ?? char ?? "");
  }
  return `[${not ? "^" : ""}${set}]`;
}

const classOf = (name: string) => classes[name.toLowerCase()] ?? refuse(`the class %${name}`);
