// The functions of Lua that translated scripts call. As in lua-values.ts: exactly what Lua does, or `Unsure`.
import type { Pattern } from "./lua-patterns";
import { numberIn, readNumber, tableIn, textIn, unsure, type Value } from "./lua-values";

export function tonumber(value: Value): Value {
  if (typeof value === "number") return value;
  return typeof value === "string" ? readNumber(value) : undefined;
}

export const tostring = (value: Value) =>
  value === undefined ? "nil" : typeof value === "boolean" ? String(value) : textIn(value);

/** As many as a call can certainly take, in Lua and here. */
const mostUnpacked = 1000;

export function unpack(value: Value): Value[] {
  const table = tableIn(value);
  return table.length() <= mostUnpacked ? table.items.slice() : unsure();
}

export function join(value: Value, between: Value = ""): string {
  const glue = textIn(between);
  const table = tableIn(value);
  // Its length first: there may be more beyond a hole.
  return table.length() > 0 ? table.items.map(textIn).join(glue) : "";
}

// Not Math.max and Math.min: those tell 0 from -0 and pass on what is not a number.
export const largest = (...values: Value[]) =>
  values.map(numberIn).reduce((most, next) => (next > most ? next : most));
export const smallest = (...values: Value[]) =>
  values.map(numberIn).reduce((least, next) => (next < least ? next : least));
export const floor = (value: Value) => Math.floor(numberIn(value));
export const ceil = (value: Value) => Math.ceil(numberIn(value));
export const abs = (value: Value) => Math.abs(numberIn(value));

/** `%s`, which C ends at a zero byte. */
export function formatText(value: Value): string {
  const text = textIn(value);
  return text.includes("\0") ? unsure() : text;
}

/** `%d`, in as many bits as C can have for it. */
export function formatInteger(value: Value): string {
  const number = numberIn(value);
  return Object.is(number | 0, number) ? String(number) : unsure();
}

/** `%.0f`, of numbers that need no rounding. */
export function formatWhole(value: Value): string {
  const number = numberIn(value);
  return Number.isSafeInteger(number) && !Object.is(number, -0) ? String(number) : unsure();
}

const beyondAscii = /[^\0-\x7f]/;

function subject(value: Value, { needsAscii }: Pattern): string {
  const text = textIn(value);
  return needsAscii && beyondAscii.test(text) ? unsure() : text;
}

/** `string.match` with at most one capture, so always one value. */
export function matchOne(value: Value, pattern: Pattern): Value {
  return pattern.regexp.exec(subject(value, pattern))?.[pattern.captures];
}

/** `string.match` with more captures: that many values, or one nil. */
export function matchAll(value: Value, pattern: Pattern): Value[] {
  return pattern.regexp.exec(subject(value, pattern))?.slice(1) ?? [undefined];
}

/** `string.gmatch`: a function that says what is found next, and nothing in the end. */
export function matches(value: Value, pattern: Pattern): () => RegExpExecArray | null {
  const text = subject(value, pattern);
  const { regexp } = pattern;
  let at = 0;
  return () => {
    // A loop inside may use the same expression.
    regexp.lastIndex = at;
    const found = at <= text.length ? regexp.exec(text) : null;
    if (found) at = found[0] === "" ? found.index + 1 : regexp.lastIndex;
    return found;
  };
}
