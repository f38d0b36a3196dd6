// The embedded store: the keyspace and Lua behind Upstash's `Requester`, so that the product runs in one process
// without a server, on the same commands and scripts as in production. Scripts in simple Lua, all of the product's, are
// JavaScript here (lua-script.ts). A real Lua 5.1 compiles every script first, runs all others, and takes over where a
// translated one is unsure or fails: so it alone says what an error reads like.
// Known difference: a number given to redis.call travels with 14 digits (Redis: 17), so a script must pass an
// integer of 1e14 or more as string.format("%.0f", n). Times in milliseconds (13 digits) are safe.
import "server-only";
import { createHash } from "node:crypto";
import { errors, type Requester } from "@upstash/redis";
import { LuaWasmEngine, type ReplyValue } from "lua-redis-wasm";
import {
  type Command,
  CommandError,
  createKeyspace,
  integer,
  type Reply,
  suits,
  wrongArity,
} from "./keyspace";
import { type Translated, translate } from "./lua-script";
import { retelling } from "./retelling";
import { turns } from "./turns";

type Script = { sha: string; code: string; readOnly: boolean; translated?: Translated };
type ErrorReply = Extract<ReplyValue, { err: Buffer }>;

/** Scripts remembered: far more than the product has; a client that makes up scripts only evicts the oldest. */
const MAX_SCRIPTS = 500;
const FLAGS = [
  "no-writes",
  "allow-oom",
  "allow-stale",
  "no-cluster",
  "allow-cross-slot-keys",
  "allow-key-locking",
];

/** Commands of a pipeline that run in one go. */
const pipelinePart = 32;

/**
 * Creates a store for `new Redis(engine)`. `clock` gives milliseconds. From `maxKeys` on (default a million)
 * whatever would grow the store answers Redis's OOM error: a flood is refused and the process lives.
 * A command, a script and a transaction run synchronously, so they are atomic. The data dies with the engine.
 */
export async function createEmbeddedEngine(options: { clock: () => number; maxKeys?: number }) {
  const keyspace = createKeyspace(options);
  const scripts = new Map<string, Script>();
  let run = { readOnly: false, wrote: false };
  const calls = retelling(call);
  const lua = await LuaWasmEngine.create({
    profile: "redis-7.0",
    host: { redisCall: callFromScript, redisPcall: callFromScript, log: () => {} },
  });

  const scripting: Record<string, Command> = {
    EVAL: { arity: -3, run: evaluate(load, false) },
    EVAL_RO: { arity: -3, run: evaluate(load, true) },
    EVALSHA: { arity: -3, run: evaluate(recall, false) },
    EVALSHA_RO: { arity: -3, run: evaluate(recall, true) },
    SCRIPT: { arity: -2, run: script },
  };

  /** Answers `redis.call` of the real Lua, which may be running what a translated script has begun. */
  function callFromScript(args: Buffer[]): ReplyValue {
    try {
      return toLua(calls.again(args.map(String)));
    } catch (error) {
      if (error instanceof CommandError) return { err: Buffer.from(error.message) };
      throw error;
    }
  }

  /** Runs a command for `redis.call`, under the rules and error texts that Redis has for scripts only. */
  function call(words: string[]): Reply {
    const [name = "", ...rest] = words;
    if (words.length === 0) refuse("ERR Please specify at least one argument for this redis lib call");
    if (name.toUpperCase() in scripting) refuse("ERR This Redis command is not allowed from script");
    const command =
      keyspace.commands.get(name.toUpperCase()) ?? refuse("ERR Unknown Redis command called from script");
    if (!suits(command, words.length)) refuse("ERR Wrong number of args calling Redis command from script");
    if (command.writes && run.readOnly) refuse("ERR Write commands are not allowed from read-only scripts.");
    // Only before the first write, as in Redis: a script is refused whole or finishes, never half done.
    if (command.grows && !run.wrote) refuseWhenFull();
    if (command.writes) run.wrote = true;
    return command.run(...rest);
  }

  function evaluate(find: (textOrSha: string) => Script, readOnly: boolean) {
    return (textOrSha: string, keyCount: string, ...args: string[]): Reply => {
      if (find === recall && textOrSha.length !== 40) recall(textOrSha);
      const keys = Number(integer(keyCount));
      if (keys > args.length) refuse("ERR Number of keys can't be greater than number of args");
      if (keys < 0) refuse("ERR Number of keys can't be negative");
      const { sha, code, readOnly: declared, translated } = find(textOrSha);
      const [own, others] = [args.slice(0, keys), args.slice(keys)];
      run = { readOnly: readOnly || declared, wrote: false };
      calls.forget();
      try {
        if (translated) return translated(own, others, calls.first);
      } catch {
        // Whatever it was: the real Lua goes the same way again, and then knows how to go on.
      }
      return fromLua(lua.evalWithArgs(code, own, others), sha);
    };
  }

  /** Compiles a script and remembers it under the SHA-1 of its whole text, shebang included. */
  function load(text: string): Script {
    const sha = createHash("sha1").update(text).digest("hex");
    const known = scripts.get(sha);
    if (known) return known;
    const loaded: Script = { sha, ...parseShebang(text) };
    const compile = "local _, fault = loadstring(ARGV[1], '@user_script') return fault";
    const fault = lua.evalWithArgs(compile, [], [loaded.code]);
    if (fault !== null) refuse(`ERR Error compiling script (new function): ${fault}`);
    loaded.translated = translate(loaded.code);
    // Redis takes the first of several values returned, this Lua the last: the brackets keep the first.
    loaded.code = `return ((function(...) ${loaded.code}\nend)(...))`;
    scripts.set(sha, loaded);
    const [oldest] = scripts.keys();
    if (scripts.size > MAX_SCRIPTS && oldest) scripts.delete(oldest);
    return loaded;
  }

  function recall(sha: string): Script {
    return scripts.get(sha.toLowerCase()) ?? refuse("NOSCRIPT No matching script. Please use EVAL.");
  }

  function script(subcommand: string, ...args: string[]): Reply {
    const name = subcommand.toLowerCase();
    const [first = ""] = args;
    if (name === "load") return args.length === 1 ? load(first).sha : wrongArity("script|load");
    if (name === "exists" && args.length === 0) wrongArity("script|exists");
    if (name === "exists") return args.map((sha) => (scripts.has(sha.toLowerCase()) ? 1 : 0));
    if (name !== "flush") refuse(`ERR unknown subcommand '${subcommand}'. Try SCRIPT HELP.`);
    if (args.length > 1 || (args.length === 1 && !/^a?sync$/i.test(first)))
      refuse("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    scripts.clear();
    return { ok: "OK" };
  }

  function refuseWhenFull() {
    if (keyspace.isFull()) refuse("OOM command not allowed when used memory > 'maxmemory'.");
  }

  function find([name = "", ...rest]: string[]): Command {
    const command = keyspace.commands.get(name.toUpperCase()) ?? scripting[name.toUpperCase()];
    if (command === undefined) {
      let shown = "";
      for (const arg of rest) {
        const room = 128 - Buffer.byteLength(shown);
        if (room > 0) shown += `'${Buffer.from(arg).subarray(0, room)}' `;
      }
      return refuse(`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`);
    }
    return suits(command, rest.length + 1) ? command : wrongArity(name.toLowerCase());
  }

  function answer(args: string[]): { result: unknown } | { error: string } {
    try {
      const command = find(args);
      if (command.grows) refuseWhenFull();
      return { result: toJson(command.run(...args.slice(1))) };
    } catch (error) {
      if (error instanceof CommandError) return { error: error.message };
      throw error;
    }
  }

  const take = turns();

  /** Answers as Upstash's REST API does; `Redis` turns `{ error }` into its UpstashError. */
  const request = async ({ path = [], body }: { path?: string[]; body?: unknown }) => {
    keyspace.tick();
    if (path.length === 0) return take(() => answer((body as unknown[]).map(String)));
    if (path[0] !== "pipeline" && path[0] !== "multi-exec")
      throw new errors.UpstashError(`The embedded store does not serve /${path.join("/")}`);
    const commands = (body as unknown[][]).map((args) => args.map(String));
    if (path[0] === "multi-exec") {
      assertQueueable(commands);
      return take(() => commands.map(answer));
    }
    // Commands of many requests travel in one pipeline: in parts, it leaves room for others.
    const parts: Promise<ReturnType<typeof answer>[]>[] = [];
    for (let from = 0; from < commands.length; from += pipelinePart) {
      parts.push(take(() => commands.slice(from, from + pipelinePart).map(answer)));
    }
    return (await Promise.all(parts)).flat();
  };

  /** A transaction with an unknown or malformed command runs nothing; Upstash answers that as one error. */
  function assertQueueable(commands: string[][]) {
    try {
      for (const args of commands) find(args);
    } catch {
      throw new errors.UpstashError("EXECABORT Transaction discarded because of previous errors.");
    }
  }

  return { request: request as Requester["request"] };
}

function refuse(text: string): never {
  throw new CommandError(text);
}

/** Splits off `#!lua flags=…`, keeping its line end so that line numbers stay right. */
function parseShebang(text: string): { code: string; readOnly: boolean } {
  if (!text.startsWith("#!")) return { code: text, readOnly: false };
  const end = text.indexOf("\n");
  if (end < 0) refuse("ERR Invalid script shebang");
  const [engine, ...options] = text.slice(0, end).trim().split(/\s+/);
  if (engine !== "#!lua") refuse(`ERR Unexpected engine in script shebang: ${engine}`);
  const flags = options.flatMap((option) =>
    option.startsWith("flags=")
      ? option.slice("flags=".length).split(",")
      : refuse(`ERR Unknown lua shebang option: ${option}`),
  );
  for (const flag of flags)
    if (!FLAGS.includes(flag)) refuse(`ERR Unexpected flag in script shebang: ${flag}`);
  return { code: text.slice(end), readOnly: flags.includes("no-writes") };
}

function toLua(reply: Reply): ReplyValue {
  if (typeof reply === "string") return Buffer.from(reply);
  if (Array.isArray(reply)) return reply.map(toLua);
  if (reply !== null && typeof reply === "object")
    return "ok" in reply ? { ok: Buffer.from(reply.ok) } : { err: Buffer.from(reply.err) };
  return reply;
}

/** Reads a script's reply; an error that ended the script is thrown in Redis's words. */
function fromLua(reply: ReplyValue, sha: string): Reply {
  if (isError(reply)) refuse(errorText(reply, sha));
  return nested(reply);
}

function nested(reply: ReplyValue): Reply {
  if (Buffer.isBuffer(reply)) return reply.toString();
  if (Array.isArray(reply)) return reply.map(nested);
  if (isError(reply)) return { err: errorText(reply) };
  if (reply !== null && typeof reply === "object" && "ok" in reply) return { ok: String(reply.ok) };
  if (reply === null || typeof reply === "number" || typeof reply === "bigint") return reply;
  return refuse("ERR the embedded store speaks RESP2 only");
}

const isError = (reply: ReplyValue): reply is ErrorReply =>
  reply !== null && typeof reply === "object" && "err" in reply;

function errorText({ err, code, meta }: ErrorReply, sha = "") {
  const words: Record<string, string> = {
    "global-read": `user_script:${meta?.line}: Script attempted to access nonexistent global variable '${meta?.name}'`,
    "command-arg-type": "Lua redis lib command arguments must be strings or integers",
  };
  const text = `${code ? `${code} ` : ""}${words[meta?.kind ?? ""] ?? err}`.replaceAll("\0", "");
  return meta ? `${text} script: ${sha}, on @user_script:${meta.line}.` : text;
}

/** Shapes a reply as JSON would carry it: integers beyond 2^53 lose digits there too. */
function toJson(reply: Reply): unknown {
  if (typeof reply === "bigint") return Number(reply);
  if (Array.isArray(reply)) return reply.map(toJson);
  if (reply !== null && typeof reply === "object") return "ok" in reply ? reply.ok : reply.err;
  return reply;
}
