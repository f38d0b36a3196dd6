// A Lua script as a JavaScript function, compiled once: for the simple Lua that the product's scripts are written in,
// ten times as quick as Lua in WebAssembly. What is not certain to mean the same is not translated, and what is not
// certain to come out the same throws as it runs: it is then for the real Lua to say what happens.
import type { Reply } from "./keyspace";
import { javaScriptOf } from "./lua-javascript";
import * as library from "./lua-library";
import { treeOf } from "./lua-syntax";
import * as values from "./lua-values";
import { Table, textIn, unsure, type Value } from "./lua-values";

/** Runs a command for `redis.call`; what it throws ends the script. */
export type Ask = (words: string[]) => Reply;
export type Translated = (keys: string[], args: string[], ask: Ask) => Reply;
type Main = (keys: Table, args: Table, call: (...words: Value[]) => Value) => Value[];

/** What the text of a function names. */
const known = { ...values, ...library };

/** @returns undefined for what only the real Lua can run */
export function translate(code: string): Translated | undefined {
  const main = mainOf(code);
  return main && ((keys, args, ask) => toReply(main(texts(keys), texts(args), calling(ask))[0]));
}

function mainOf(code: string): Main | undefined {
  try {
    const { text, patterns } = javaScriptOf(treeOf(code));
    // Not the script's text: one that was written from its tree.
    const make = new Function(
      "known",
      "patterns",
      `"use strict"; const { ${Object.keys(known)} } = known;\nreturn ${text};`,
    );
    return make(known, patterns);
  } catch {
    return undefined;
  }
}

/** As they are after a journey in UTF-8. */
const texts = (all: string[]) => new Table(all.map((text) => text.toWellFormed()));

const calling =
  (ask: Ask) =>
  (...words: Value[]) =>
    words.length > 0 ? fromReply(ask(words.map(textIn))) : unsure();

function fromReply(reply: Reply): Value {
  if (typeof reply === "string") return reply.toWellFormed();
  if (typeof reply === "number") return reply;
  if (reply === null) return false;
  if (typeof reply === "bigint") return Number(reply);
  if (Array.isArray(reply)) return new Table(reply.map(fromReply));
  return "ok" in reply ? new Table([], { $ok: reply.ok }) : unsure();
}

/** As Redis reads what a script returns. */
function toReply(value: Value): Reply {
  if (typeof value === "string") return value;
  if (typeof value === "number")
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? Math.trunc(value) + 0 : unsure();
  if (value === true) return 1;
  if (value === undefined || value === false) return null;
  const { items, fields } = value;
  const [name, ...others] = Object.keys(fields);
  if (name === undefined) return items.map(toReply);
  if (name !== "$ok" || others.length > 0 || typeof fields.$ok !== "string") return unsure();
  return { ok: fields.$ok };
}
