// Values and operations of Lua as translated scripts use them. Each does exactly what Lua does, or throws `Unsure`:
// for what Lua refuses, and for what is not worth telling (an order of texts, a fraction written out, a hole in an array).

/** A text stands for its bytes in UTF-8, and is well formed. */
export type Value = undefined | boolean | number | string | Table;

/** What a translated script throws when the real Lua has to say how it goes on. */
export class Unsure extends Error {}

export function unsure(): never {
  throw new Unsure();
}

/** Fields under their name with a dollar in front, so that none of JavaScript's own is ever met. */
type Fields = Record<string, Value>;
const noFields: Fields = Object.freeze({});

export class Table {
  /** What lies beyond a hole: how long the table is, Lua may say in more than one way. */
  private beyond: Map<number, Value> | undefined;

  /** @param items from 1 on, none of them nil */
  constructor(
    readonly items: Value[] = [],
    public fields: Fields = noFields,
  ) {}

  item(key: number): Value {
    return key >= 1 && key <= this.items.length && Number.isInteger(key)
      ? this.items[key - 1]
      : this.beyond?.get(key);
  }

  setItem(key: number, value: Value) {
    const { items } = this;
    if (key === items.length + 1 && value !== undefined && !this.beyond) items.push(value);
    else if (key >= 1 && key <= items.length && value !== undefined) {
      if (!Number.isInteger(key)) unsure();
      items[key - 1] = value;
    } else this.setBeyond(key, value);
  }

  private setBeyond(key: number, value: Value) {
    const { items } = this;
    if (value === undefined || !Number.isSafeInteger(key)) unsure();
    this.beyond ??= new Map();
    this.beyond.set(key, value);
    for (let next = items.length + 1; this.beyond.has(next); next++) {
      items.push(this.beyond.get(next));
      this.beyond.delete(next);
    }
    if (this.beyond.size === 0) this.beyond = undefined;
  }

  length(): number {
    return this.beyond ? unsure() : this.items.length;
  }
}

export const isTrue = (value: Value) => value !== undefined && value !== false;

export const tableIn = (value: Value): Table => (value instanceof Table ? value : unsure());

/** Of a table, for reading only. */
export const fieldsOf = (value: Value): Fields => tableIn(value).fields;

export function writable(value: Value): Fields {
  const table = tableIn(value);
  if (table.fields === noFields) table.fields = {};
  return table.fields;
}

export function index(of: Value, key: Value): Value {
  const table = tableIn(of);
  if (typeof key === "number") return table.item(key);
  return typeof key === "string" ? table.fields[`$${key}`] : unsure();
}

export function setIndex(of: Value, key: Value, value: Value) {
  if (typeof key === "number") tableIn(of).setItem(key, value);
  else writable(of)[`$${typeof key === "string" ? key : unsure()}`] = value;
}

/** `{ … }`, unless there is a nil before something else. */
export function list(...items: Value[]): Table {
  while (items.length > 0 && items[items.length - 1] === undefined) items.pop();
  return items.includes(undefined) ? unsure() : new Table(items);
}

/** A number as Lua reads it where it needs one; of texts, those that need no thought. */
export function numberIn(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string") unsure();
  return readNumber(value) ?? unsure();
}

const decimal = /^-?\d+(?:\.\d+)?$/;

/** @returns undefined for what is no number */
export function readNumber(text: string): number | undefined {
  const whole = shortInteger(text);
  if (whole >= 0) return whole;
  if (decimal.test(text)) return Number(text);
  // C knows infinities, hexadecimals, blanks around…
  return text === "" ? undefined : unsure();
}

/** @returns -1 for what is more than a few digits; a third of the time that an expression and `Number` take */
function shortInteger(text: string) {
  const { length } = text;
  if (length === 0 || length > 15) return -1;
  let value = 0;
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** A text or a number as Lua writes it, which is in 14 digits. */
export function textIn(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value !== "number" || !Number.isInteger(value) || Math.abs(value) >= 1e14) unsure();
  return Object.is(value, -0) ? unsure() : String(value);
}

export const add = (a: Value, b: Value) => numberIn(a) + numberIn(b);
export const subtract = (a: Value, b: Value) => numberIn(a) - numberIn(b);
export const multiply = (a: Value, b: Value) => numberIn(a) * numberIn(b);
export const divide = (a: Value, b: Value) => numberIn(a) / numberIn(b);
export function modulo(a: Value, b: Value) {
  const [dividend, divisor] = [numberIn(a), numberIn(b)];
  return dividend - Math.floor(dividend / divisor) * divisor;
}
export const negative = (value: Value) => -numberIn(value);
export const concat = (a: Value, b: Value) => textIn(a) + textIn(b);

const bothNumbers = (a: Value, b: Value) => (typeof a === "number" && typeof b === "number") || unsure();
export const less = (a: Value, b: Value) => bothNumbers(a, b) && (a as number) < (b as number);
export const greater = (a: Value, b: Value) => bothNumbers(a, b) && (a as number) > (b as number);
export const greaterOrEqual = (a: Value, b: Value) => bothNumbers(a, b) && (a as number) >= (b as number);
export const lessOrEqual = (a: Value, b: Value) => bothNumbers(a, b) && (a as number) <= (b as number);

export function lengthOf(value: Value): number {
  return typeof value === "string" ? Buffer.byteLength(value) : tableIn(value).length();
}

/** Where a loop begins: from whole numbers it counts without rounding, and never from -0. */
export const start = (value: Value) => (Number.isSafeInteger(value) ? (value as number) + 0 : unsure());
export const limit = (value: Value) => (typeof value === "number" ? value : unsure());
