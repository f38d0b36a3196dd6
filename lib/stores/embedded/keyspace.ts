// The embedded engine's data: a table of strings and hashes that answers Redis commands with Redis's own
// replies and error texts (checked against a real server in differential.test.ts). Scripts are engine.ts's.
// Values are UTF-8 text, which is all the product stores: bytes that are not UTF-8 do not survive.
import "server-only";

/** A reply: bulk text, an integer, a status (`ok`), nil, a list; `err` only inside a script's reply. */
export type Reply = null | string | number | bigint | { ok: string } | { err: string } | Reply[];

/** A refusal in Redis's words; the message is the whole error text, code included. */
export class CommandError extends Error {}

/** One command. `arity` counts the name (negative: at least that many); `grows` is Redis's denyoom flag. */
export type Command = { arity: number; writes?: true; grows?: true; run: (...args: string[]) => Reply };

type Hash = Map<string, string>;
type Entry = { value: string | Hash; expiresAt: number };

const NEVER = Number.POSITIVE_INFINITY;
const MAX_INT = 2n ** 63n - 1n;
const OK = { ok: "OK" };
/** A few milliseconds at most; under load a million keys are passed in 20 s, faster than a flood makes them. */
const SWEEP = { everyMs: 100, steps: 5000 };
/** Of fields; what has more of them has no use for sharing. */
const MOST_NAMES = 1000;
const WRITES = { writes: true } as const;
const GROWS = { writes: true, grows: true } as const;
/** Two different options of one group contradict each other; the same one again replaces the first. */
const SET_OPTIONS: Record<string, "when" | "get" | "life"> = {
  NX: "when",
  XX: "when",
  GET: "get",
  KEEPTTL: "life",
  EX: "life",
  PX: "life",
  EXAT: "life",
  PXAT: "life",
};

/** Creates an empty table. `clock` gives milliseconds; `maxKeys` bounds the memory that a flood can take. */
export function createKeyspace({ clock, maxKeys = 1_000_000 }: { clock: () => number; maxKeys?: number }) {
  const entries = new Map<string, Entry>();
  const names = new Map<string, string>();
  let now = Math.floor(clock());
  let sweptAt = now;
  let sweeper = entries.entries();

  /** Reads the clock for what follows (a script sees one time throughout) and sweeps now and then. */
  function tick() {
    now = Math.floor(clock());
    if (now - sweptAt < SWEEP.everyMs) return;
    sweptAt = now;
    sweep(SWEEP.steps);
  }

  /** Deletes dead keys among the next `steps` entries. No timer: what happens depends on the clock alone. */
  function sweep(steps: number) {
    for (; steps > 0; steps--) {
      const next = sweeper.next();
      if (next.done) {
        sweeper = entries.entries();
        return;
      }
      if (next.value[1].expiresAt < now) entries.delete(next.value[0]);
    }
  }

  /** Says whether commands that grow the table must be refused; the dead make room first. */
  function isFull() {
    if (entries.size >= maxKeys) sweep(100);
    return entries.size >= maxKeys;
  }

  function live(key: string): Entry | undefined {
    const entry = entries.get(key);
    if (entry === undefined || now <= entry.expiresAt) return entry;
    entries.delete(key);
  }
  function text(key: string): string | undefined {
    const value = live(key)?.value;
    return typeof value === "object" ? wrongType() : value;
  }
  function hash(key: string): Hash | undefined {
    const value = live(key)?.value;
    return typeof value === "string" ? wrongType() : value;
  }

  /** Stores a value; without `expiresAt`, a key that exists keeps its own. */
  function write(key: string, value: string | Hash, expiresAt?: number) {
    const entry = live(key);
    if (entry === undefined) {
      entries.set(key, { value, expiresAt: expiresAt ?? NEVER });
      return;
    }
    entry.value = value;
    if (expiresAt !== undefined) entry.expiresAt = expiresAt;
  }

  /** A million hashes would otherwise keep millions of texts: a large heap makes every collection of garbage longer. */
  function shared(name: string) {
    const known = names.get(name);
    if (known === undefined && names.size < MOST_NAMES) names.set(name, name);
    return known ?? name;
  }

  const remove = (key: string) => live(key) !== undefined && entries.delete(key);
  const removeAll = (...keys: string[]) => keys.filter(remove).length;
  const keysLike = (pattern: string) => {
    const regexp = globToRegExp(pattern);
    return [...entries.keys()].filter((key) => live(key) !== undefined && regexp.test(key));
  };

  function set(key: string, value: string, ...options: string[]): Reply {
    const chosen: { [group in "when" | "get" | "life"]?: { option: string; amount: string } } = {};
    for (let i = 0; i < options.length; i++) {
      const option = upper(options[i]);
      const group = SET_OPTIONS[option] ?? syntaxError();
      if ((chosen[group]?.option ?? option) !== option) syntaxError();
      const amount = group === "life" && option !== "KEEPTTL" ? (options[++i] ?? syntaxError()) : "";
      chosen[group] = { option, amount };
    }
    const { when, get, life } = chosen;
    const keepTtl = life?.option === "KEEPTTL";
    const expiresAt = life && !keepTtl ? deadline("SET", life.option, life.amount) : NEVER;
    const old = get ? (text(key) ?? null) : OK;
    if (when && (live(key) === undefined) === (when.option === "XX")) return get ? old : null;
    write(key, value, keepTtl ? undefined : expiresAt);
    return old;
  }

  /** Turns an expiry argument into a time; in BigInt, since Redis refuses exactly what overflows 64 bits. */
  function deadline(command: string, unit: string, amount: string) {
    const span = integer(amount) * (unit.startsWith("P") ? 1n : 1000n);
    const at = unit.endsWith("AT") ? span : span + BigInt(now);
    if (at > MAX_INT || !isInt64(span) || (command === "SET" && span <= 0n))
      throw new CommandError(`ERR invalid expire time in '${command.toLowerCase()}' command`);
    return Number(at);
  }

  const expire =
    (name: string, unit: string) =>
    (key: string, amount: string, ...options: string[]) => {
      const only = expireOptions(options);
      const at = deadline(name, unit, amount);
      const entry = live(key);
      if (entry === undefined) return 0;
      const { expiresAt } = entry;
      if ((only.has("NX") && expiresAt !== NEVER) || (only.has("XX") && expiresAt === NEVER)) return 0;
      if ((only.has("GT") && at <= expiresAt) || (only.has("LT") && at >= expiresAt)) return 0;
      if (at <= now) entries.delete(key);
      else entry.expiresAt = at;
      return 1;
    };

  function timeLeft(key: string, unit: number) {
    const entry = live(key);
    if (entry === undefined) return -2;
    return entry.expiresAt === NEVER ? -1 : Math.round((entry.expiresAt - now) / unit);
  }

  function persist(key: string) {
    const entry = live(key);
    if (entry === undefined || entry.expiresAt === NEVER) return 0;
    entry.expiresAt = NEVER;
    return 1;
  }

  function increment(key: string, by: bigint) {
    const sum = add(integer(text(key) ?? "0"), by);
    write(key, String(sum));
    return sum;
  }

  function append(key: string, more: string) {
    const joined = (text(key) ?? "") + more;
    write(key, joined);
    return Buffer.byteLength(joined);
  }

  function take(key: string) {
    const value = text(key) ?? null;
    entries.delete(key);
    return value;
  }

  function setFields(key: string, ...pairs: string[]) {
    if (pairs.length % 2) wrongArity("hset");
    const fields = hash(key) ?? new Map<string, string>();
    const before = fields.size;
    for (let i = 0; i < pairs.length; i += 2) fields.set(shared(pairs[i] as string), pairs[i + 1] as string);
    write(key, fields);
    return fields.size - before;
  }

  function setFieldOnce(key: string, name: string, value: string) {
    return hash(key)?.has(name) ? 0 : setFields(key, name, value);
  }

  function incrementField(key: string, name: string, amount: string) {
    const by = integer(amount);
    const sum = add(integer(hash(key)?.get(name) ?? "0", "ERR hash value is not an integer"), by);
    setFields(key, name, String(sum));
    return sum;
  }

  function deleteFields(key: string, ...names: string[]) {
    const fields = hash(key);
    const deleted = names.filter((name) => fields?.delete(name)).length;
    if (fields?.size === 0) entries.delete(key);
    return deleted;
  }

  /** Answers with the whole table: COUNT is only a hint, and scripts delete while they scan. */
  function scan(cursor: string, ...options: string[]): Reply {
    if (!/^([+-]?\d{1,19})?$/.test(cursor)) throw new CommandError("ERR invalid cursor");
    const chosen: Record<string, string> = { MATCH: "*", COUNT: "10" };
    for (let i = 0; i < options.length; i += 2) {
      const option = upper(options[i]);
      if (!["MATCH", "COUNT", "TYPE"].includes(option)) syntaxError();
      chosen[option] = options[i + 1] ?? syntaxError();
      if (integer(chosen.COUNT as string) < 1n) syntaxError();
    }
    const type = chosen.TYPE?.toLowerCase();
    return ["0", keysLike(chosen.MATCH as string).filter((key) => !type || typeOf(live(key)) === type)];
  }

  function flush(...mode: string[]) {
    if (mode.length > 1 || !["SYNC", "ASYNC"].includes(upper(mode[0] ?? "SYNC"))) syntaxError();
    entries.clear();
    return OK;
  }

  const commands: Record<string, Command> = {
    PING: {
      arity: -1,
      run: (...said) => (said.length > 1 ? wrongArity("ping") : (said[0] ?? { ok: "PONG" })),
    },
    ECHO: { arity: 2, run: (said: string) => said },
    TIME: { arity: 1, run: () => [String(Math.floor(now / 1000)), String((now % 1000) * 1000)] },
    DBSIZE: { arity: 1, run: () => entries.size },
    KEYS: { arity: 2, run: (pattern: string) => keysLike(pattern) },
    SCAN: { arity: -2, run: scan },
    FLUSHALL: { arity: -1, ...WRITES, run: flush },
    FLUSHDB: { arity: -1, ...WRITES, run: flush },

    DEL: { arity: -2, ...WRITES, run: removeAll },
    UNLINK: { arity: -2, ...WRITES, run: removeAll },
    EXISTS: { arity: -2, run: (...keys) => keys.filter(live).length },
    TYPE: { arity: 2, run: (key: string) => ({ ok: typeOf(live(key)) }) },
    EXPIRE: { arity: -3, ...WRITES, run: expire("EXPIRE", "EX") },
    PEXPIRE: { arity: -3, ...WRITES, run: expire("PEXPIRE", "PX") },
    EXPIREAT: { arity: -3, ...WRITES, run: expire("EXPIREAT", "EXAT") },
    PEXPIREAT: { arity: -3, ...WRITES, run: expire("PEXPIREAT", "PXAT") },
    TTL: { arity: 2, run: (key: string) => timeLeft(key, 1000) },
    PTTL: { arity: 2, run: (key: string) => timeLeft(key, 1) },
    PERSIST: { arity: 2, ...WRITES, run: persist },

    GET: { arity: 2, run: (key: string) => text(key) ?? null },
    SET: { arity: -3, ...GROWS, run: set },
    GETDEL: { arity: 2, ...WRITES, run: take },
    MGET: { arity: -2, run: (...keys) => keys.map((key) => stringOrNil(live(key)?.value)) },
    INCR: { arity: 2, ...GROWS, run: (key: string) => increment(key, 1n) },
    DECR: { arity: 2, ...GROWS, run: (key: string) => increment(key, -1n) },
    INCRBY: { arity: 3, ...GROWS, run: (key: string, by: string) => increment(key, integer(by)) },
    DECRBY: { arity: 3, ...GROWS, run: (key: string, by: string) => increment(key, negated(by)) },
    APPEND: { arity: 3, ...GROWS, run: append },
    STRLEN: { arity: 2, run: (key: string) => Buffer.byteLength(text(key) ?? "") },

    HGET: { arity: 3, run: (key: string, name: string) => hash(key)?.get(name) ?? null },
    HSET: { arity: -4, ...GROWS, run: setFields },
    HSETNX: { arity: 4, ...GROWS, run: setFieldOnce },
    HMGET: { arity: -3, run: (key: string, ...names) => valuesOf(hash(key), names) },
    HGETALL: { arity: 2, run: (key: string) => [...(hash(key) ?? [])].flat() },
    HDEL: { arity: -3, ...WRITES, run: deleteFields },
    HEXISTS: { arity: 3, run: (key: string, name: string) => (hash(key)?.has(name) ? 1 : 0) },
    HLEN: { arity: 2, run: (key: string) => hash(key)?.size ?? 0 },
    HINCRBY: { arity: 4, ...GROWS, run: incrementField },
    HKEYS: { arity: 2, run: (key: string) => [...(hash(key)?.keys() ?? [])] },
    HVALS: { arity: 2, run: (key: string) => [...(hash(key)?.values() ?? [])] },
  };

  return { tick, isFull, commands: new Map(Object.entries(commands)) };
}

/** Reads a 64-bit integer as strictly as Redis: no sign on zero, no plus, no leading zero, no space. */
export function integer(text: string, fault = "ERR value is not an integer or out of range"): bigint {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text) || !isInt64(BigInt(text))) throw new CommandError(fault);
  return BigInt(text);
}

/** Says whether so many arguments (the name counted) suit a command. */
export const suits = ({ arity }: { arity: number }, count: number) =>
  arity < 0 ? count >= -arity : count === arity;

export function wrongArity(name: string): never {
  throw new CommandError(`ERR wrong number of arguments for '${name}' command`);
}
function syntaxError(): never {
  throw new CommandError("ERR syntax error");
}
function wrongType(): never {
  throw new CommandError("WRONGTYPE Operation against a key holding the wrong kind of value");
}

const isInt64 = (value: bigint) => BigInt.asIntN(64, value) === value;
const upper = (option: string | undefined) => (option ?? "").toUpperCase();
const typeOf = (entry: Entry | undefined) =>
  entry ? (typeof entry.value === "string" ? "string" : "hash") : "none";
const stringOrNil = (value: string | Hash | undefined) => (typeof value === "string" ? value : null);
const valuesOf = (fields: Hash | undefined, names: string[]) =>
  names.map((name) => fields?.get(name) ?? null);

function add(a: bigint, b: bigint) {
  if (!isInt64(a + b)) throw new CommandError("ERR increment or decrement would overflow");
  return a + b;
}

function negated(text: string) {
  const value = integer(text);
  if (!isInt64(-value)) throw new CommandError("ERR decrement would overflow");
  return -value;
}

function expireOptions(options: string[]) {
  const only = new Set(options.map(upper));
  const unknown = options.find((option) => !["NX", "XX", "GT", "LT"].includes(upper(option)));
  if (unknown !== undefined) throw new CommandError(`ERR Unsupported option ${unknown}`);
  if (only.has("NX") && only.size > 1)
    throw new CommandError("ERR NX and XX, GT or LT options at the same time are not compatible");
  if (only.has("GT") && only.has("LT"))
    throw new CommandError("ERR GT and LT options at the same time are not compatible");
  return only;
}

/** Translates Redis's glob (`*`, `?`, `[a-z]`, `[^x]`, backslash) into an anchored expression. */
function globToRegExp(glob: string) {
  const literal = (char: string) => `\\u{${char.codePointAt(0)?.toString(16)}}`;
  const source = glob.replace(
    /\\(.)|\*+|\?|\[(\^?)((?:\\.|[^\]])*)\]?|./gsu,
    (token, escaped, not, members) => {
      if (escaped !== undefined) return literal(escaped);
      if (token[0] === "*") return ".*";
      if (token === "?") return ".";
      if (members === undefined) return literal(token);
      const ranges = (members as string).replace(/\\(.)|(.)-(.)|./gsu, (part, member, from, to) => {
        if (member !== undefined) return literal(member);
        return from === undefined ? literal(part) : [from, to].sort().map(literal).join("-");
      });
      return `[${not}${ranges}]`;
    },
  );
  return new RegExp(`^${source}$`, "su");
}
