// The embedded engine against a real redis-server: seeded random commands, the same inside scripts, scripts
// written for the conversions between Lua and Redis, and the limiters of @upstash/ratelimit.
// Outside the comparison, because it differs by nature:
// - the moment: TTL and PTTL agree within seconds, TIME in shape; spans are unique, so GT and LT never tie;
// - order in KEYS and SCAN, which a hash table leaves open, and SCAN's cursor (the engine answers at once);
// - digits of integers beyond 2^53, which JSON and both clients round; in Lua, what a double beyond int64 becomes
//   (undefined in C: the machine's choice in Redis, the nearest integer in WebAssembly);
// - lua-redis-wasm: numbers given to redis.call have 14 digits instead of 17, error_reply of mixed case gets an
//   "ERR" in front, error(table), cjson.null as a reply, RESP3. The product's scripts use none of these.
import { createHash } from "node:crypto";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis, type Requester } from "@upstash/redis";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type RedisServer, startRedis } from "../../testing/servers/redis";
import { createEmbeddedEngine } from "./engine";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const realNow = () => performance.timeOrigin + performance.now();
let oracle: RedisServer;
let engine: Pick<Requester, "request">;

beforeAll(async () => {
  oracle = await startRedis();
  return () => oracle.stop();
});

beforeEach(async () => {
  engine = await createEmbeddedEngine({ clock: realNow });
  await oracle.send(["FLUSHALL"]);
  await oracle.send(["SCRIPT", "FLUSH"]);
});

describe("command by command", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("answers random commands as Redis does, seed %i", async (seed) => {
    const commands = randomCommands(seed, 10_000);
    expect(new Set(commands.map((args) => args[0])).size).toBeGreaterThan(40);
    expect(await mismatches(commands)).toEqual([]);
  });

  it("weighs every pair of options against every state as Redis does", async () => {
    const at = ["4102444800", "4102444801"];
    const expiries = ["NX", "XX", "GT", "LT", "nx", "BAD"].flatMap((a) =>
      ["", "XX", "GT", "LT"].map((b) => [a, b]),
    );
    const options = [
      "NX",
      "XX",
      "GET",
      "KEEPTTL",
      "EX 5000",
      "EX 9000",
      "PX 7000000",
      "EXAT 4102444800",
      "PXAT 1",
    ];
    const pairs = options.flatMap((a) => ["", ...options].map((b) => `${a} ${b}`.trim().split(" ")));
    const states = [
      ["DEL", "k"],
      ["SET", "k", "v"],
      ["SET", "k", "v", "EXAT", at[0]],
      ["HSET", "k", "f", "v"],
    ];
    const tries = [
      ...pairs.map((words) => ["SET", "k", "new", ...words]),
      ...expiries.flatMap((words) => at.map((time) => ["EXPIREAT", "k", time, ...words.filter(Boolean)])),
    ];
    const commands = states.flatMap((state) =>
      tries.flatMap((attempt) => [
        ["DEL", "k"],
        state as string[],
        attempt as string[],
        ["TYPE", "k"],
        ["PTTL", "k"],
      ]),
    );
    expect(await mismatches(commands)).toEqual([]);
  });

  it("draws from a generator that does not repeat itself", () => {
    const texts = randomCommands(1, 20_000).map((args) => JSON.stringify(args));
    const windows = texts.slice(3).map((_, i) => texts.slice(i, i + 4).join());
    // Short commands on few keys recur by chance; four in a row hardly ever do.
    expect(new Set(windows).size / windows.length).toBeGreaterThan(0.99);
  });
});

describe("script by script", () => {
  const wrappers = [
    "return redis.call(unpack(ARGV))",
    "return redis.pcall(unpack(ARGV))",
    "local r = redis.pcall(unpack(ARGV)) return {type(r), r == false, r}",
    "local r = redis.pcall(unpack(ARGV))\nif type(r) == 'table' then return {r.ok or r.err or #r, r} end\nreturn tostring(r)",
    "\n\nlocal r = redis.call(unpack(ARGV))\nredis.call('APPEND', 'log', type(r))\nreturn {{r}, {1, {r}}}",
  ];

  it.each([11, 12, 13, 14])("answers random commands inside scripts as Redis does, seed %i", async (seed) => {
    const random = sfc32(seed);
    // Times and orders may differ, and inside a script no tolerance can tell.
    const timeless = randomCommands(seed, 3000).filter(
      ([name = ""]) => !/^(P?TTL|TIME|KEYS|SCAN)$/i.test(name),
    );
    const evals = timeless.map((args) => [
      ...[random() < 0.2 ? "EVAL_RO" : "EVAL", pick(random, wrappers), "0"],
      ...args,
    ]);
    expect(await mismatches(evals)).toEqual([]);
  });

  it("converts between Lua and Redis as Redis does", async () => {
    const args = ["1700000000123", "60000", "07", "é", "", "-1", "1e3", "0x10"];
    const evals = SCRIPTS.flatMap((script) => [
      ["EVAL", script, "3", "key", "other", "third", ...args],
      ["EVALSHA", sha1(script), "3", "key", "other", "third", ...args],
    ]);
    expect(await mismatches(evals)).toEqual([]);
  });

  it("refuses wrong calls of EVAL and SCRIPT in Redis's words", async () => {
    const known = "return KEYS[1]";
    const shebang = (line: string) => ["EVAL", `${line}\nreturn redis.call('SET', KEYS[1], 'v')`, "1", "key"];
    expect(
      await mismatches([
        ["EVAL", known],
        ...["0", "1", "2", "-1", "x", "01", "9223372036854775807"].map((n) => ["EVAL", known, n, "key"]),
        ...["0", "1", "2", "x"].map((n) => ["EVALSHA", sha1(known), n, "key"]),
        ["EVALSHA", sha1(known).toUpperCase(), "1", "key"],
        ...["0", "2", "x"].map((n) => ["EVALSHA", sha1("unknown"), n, "key"]),
        ...["0", "x"].map((n) => ["EVALSHA", "short", n]),
        ["EVALSHA_RO", sha1(known), "1", "key"],
        ["EVAL", "syntax(", "0"],
        ["SCRIPT", "LOAD", "return 1 +\n* 2"],
        ["SCRIPT", "LOAD", "return 42"],
        ["EVALSHA", sha1("return 42"), "0"],
        ["SCRIPT", "EXISTS", sha1("return 42"), sha1("unknown"), sha1("return 42").toUpperCase(), "short"],
        ...[
          [],
          ["LOAD"],
          ["LOAD", "a", "b"],
          ["EXISTS"],
          ["flush", "x"],
          ["FLUSH", "SYNC", "x"],
          ["Other"],
        ].map((rest) => ["SCRIPT", ...rest]),
        ["SCRIPT", "FLUSH", "async"],
        ["EVALSHA", sha1("return 42"), "0"],
        ["EVAL", "#!lua", "0"],
        ...["#!lua", "#!lua ", "#!lua flags=no-writes", "#!lua flags=no-writes,allow-oom"].map(shebang),
        ...["#!python", "#!luax", "#!lua x=3", "#!lua flags=other", "#!lua flags=allow-stale,"].map(shebang),
      ]),
    ).toEqual([]);
  });
});

describe("the limiters of @upstash/ratelimit", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ["fixedWindow", Ratelimit.fixedWindow(7, "10 m")],
    ["slidingWindow", Ratelimit.slidingWindow(7, "10 m")],
    ["tokenBucket", Ratelimit.tokenBucket(3, "10 m", 7)],
  ] as const)("sees %s answer as on Redis", async (_, limiter) => {
    const random = sfc32(21);
    const differences: unknown[] = [];
    const replies: unknown[] = [];
    const twin = { request: twinRequest(differences, replies) } as Requester;
    const options = { limiter, timeout: 0, ephemeralCache: false as const, dynamicLimits: true };
    const limit = new Ratelimit({ redis: new Redis(twin), ...options });
    const ids = ["a", "b", "{c}"];
    for (let i = 0; i < 300; i++) {
      const id = pick(random, ids);
      const act = random();
      if (act < 0.7) await limit.limit(id, { rate: pick(random, [1, 1, 1, 2, 5, -1]) });
      else if (act < 0.9) await limit.getRemaining(id);
      else if (act < 0.93) await limit.resetUsedTokens(id);
      else if (act < 0.96) await limit.setDynamicLimit({ limit: pick(random, [2, 20, false]) });
      else vi.setSystemTime(Date.now() + Math.floor(random() * 1_500_000));
    }
    expect(differences).toEqual([]);
    // Both outcomes must have been seen, or the comparison proves little.
    expect(replies.length).toBeGreaterThan(250);
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBeGreaterThan(20);
  });
});

/** Sends each command to both sides and answers with the differences, each with what led to it. */
async function mismatches(commands: string[][]) {
  const found: unknown[] = [];
  for (let start = 0; start < commands.length; start += 200) {
    const chunk = commands.slice(start, start + 200);
    const expected = await Promise.all(chunk.map((args) => oracle.send(args)));
    for (const [i, args] of chunk.entries()) {
      const redis = normal(args, expected[i]);
      const embedded = normal(args, unwrap(await engine.request({ body: args })));
      if (!alike(args, redis, embedded)) found.push({ at: start + i, args, redis, embedded });
    }
  }
  return found.slice(0, 8);
}

/** Serves a client from the engine and compares each reply with Redis, which has not heard of key locking. */
function twinRequest(differences: unknown[], replies: unknown[]) {
  const texts = new Map<string, string>();
  return async (request: { body?: unknown }) => {
    const [name = "", script = "", ...rest] = (request.body as unknown[]).map(String);
    const embedded = await engine.request<unknown>(request);
    if (embedded.error?.startsWith("NOSCRIPT")) return embedded;
    if (name.toUpperCase() === "EVAL") texts.set(sha1(script), script);
    const text = (texts.get(script) ?? script).replace(/^#!lua flags=allow-key-locking/, "");
    const isScript = /^eval/i.test(name);
    const redis = await oracle.send(isScript ? ["EVAL", text, ...rest] : [name, script, ...rest]);
    if (isScript) replies.push(redis);
    if (!alike([name], normal([name], redis), unwrap(embedded)))
      differences.push({ body: request.body, redis, embedded });
    return embedded;
  };
}

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
const unwrap = ({ result, error }: { result?: unknown; error?: string }) =>
  error === undefined ? result : new Error(error);

/** Brings both sides to one shape: error texts as text (marked), unordered lists sorted. */
function normal([name = ""]: string[], reply: unknown): unknown {
  if (reply instanceof Error) return `error: ${reply.message}`;
  if (!Array.isArray(reply)) return reply;
  const items = reply.map((item) => (item instanceof Error ? item.message : normal([], item)));
  if (/^scan$/i.test(name)) return ["any cursor", [...(items[1] as string[])].sort()];
  return /^keys$/i.test(name) ? items.sort() : items;
}

function alike(args: string[], a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") {
    if (/^p?ttl$/i.test(args[0] ?? "") && a > 0) return Math.abs(a - b) <= 5000;
    if (Math.abs(a) > 2 ** 53 - 64 && Math.abs(a - b) <= 4096) return true;
    return Math.abs(a) >= 2 ** 63 ? Math.abs(b) >= 2 ** 63 : Object.is(a, b);
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (/^time$/i.test(args[0] ?? "")) return a.length === b.length && b.every((part) => /^\d+$/.test(part));
    return a.length === b.length && a.every((item, i) => alike([], item, b[i]));
  }
  return Object.is(a, b);
}

type Random = () => number;

/** Chris Doty-Humphrey's sfc32: its shortest cycle is 2^32 long, where a short one once hid real bugs. */
function sfc32(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

const pick = <T>(random: Random, items: readonly T[]) => items[Math.floor(random() * items.length)] as T;

const KEYS = ["a", "b", "c", "d", "h1", "h2", "é:1", "", "user:{1}", "long key with spaces"];
const FIELDS = ["f", "g", "1", "ü", "", "tokens"];
const INTEGERS = ["0", "1", "-1", "7", "100", "-100", "4294967296", "9007199254740991", "9007199254740993"];
const EDGES = ["9223372036854775807", "-9223372036854775808", "9223372036854775806", "-9223372036854775807"];
const NOT_INTEGERS = [
  "01",
  "-0",
  "+1",
  " 1",
  "1 ",
  "1.0",
  "1e3",
  "0x10",
  "9223372036854775808",
  "",
  "x",
  "-",
];
const TEXTS = [
  "",
  "v",
  "hello",
  "é",
  "日本語",
  "🙂",
  "a b\tc",
  "OK",
  "nil",
  "3.14",
  "{}",
  '["a"]',
  "x".repeat(60),
];
const GLOBS = [
  "*",
  "a",
  "?",
  "h?",
  "h[12]",
  "h[^1]",
  "[a-c]",
  "[c-a]",
  "*:*",
  "user:{*}",
  "\\a",
  "[",
  "[a",
  "a**",
  "",
  "h[1-",
];

/** Commands of every kind on few keys, well formed and not. */
function randomCommands(seed: number, count: number): string[][] {
  const random = sfc32(seed);
  let spans = 0;
  const one = <T>(items: readonly T[]) => pick(random, items);
  const chance = (probability: number) => random() < probability;
  const some = (make: () => string, most = 3) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, make);
  const key = () => one(KEYS);
  const field = () => one(FIELDS);
  const number = () => one(chance(0.6) ? INTEGERS : chance(0.5) ? EDGES : NOT_INTEGERS);
  const value = () => (chance(0.5) ? number() : one(TEXTS));
  const anyCase = (word: string) =>
    chance(0.3) ? word.toLowerCase() : chance(0.1) ? word[0] + word.slice(1).toLowerCase() : word;
  // No two spans lie within a second of each other, so that a few milliseconds between both sides never matter.
  const seconds = () => 1000 + 10 * ++spans;
  const past = () => one(["0", "-1", "-1000", "-9223372036854775808"]);
  const span = (unit: "EX" | "PX" | "EXAT" | "PXAT") => {
    if (chance(0.15)) return one([past(), one(NOT_INTEGERS), one(EDGES)]);
    if (chance(0.1) && unit.endsWith("AT")) return one(["1", "1700000000"]);
    const base = unit.endsWith("AT") ? Math.floor(Date.now() / 1000) + 10_000_000 : 0;
    return String((base + seconds()) * (unit.startsWith("P") ? 1000 : 1));
  };
  const setOption = () => {
    const option = one([
      "NX",
      "XX",
      "GET",
      "KEEPTTL",
      "EX",
      "PX",
      "EXAT",
      "PXAT",
      "EX",
      "PX",
      "BAD",
    ] as const);
    const word = anyCase(option);
    if (option === "EX" || option === "PX" || option === "EXAT" || option === "PXAT")
      return chance(0.95) ? [word, span(option)] : [word];
    return [word];
  };
  const setOptions = () =>
    chance(0.4) ? [] : some(() => "").flatMap(() => (chance(0.7) ? setOption() : []));
  const expireOptions = () =>
    chance(0.5) ? [] : some(() => anyCase(one(["NX", "XX", "GT", "LT", "GT", "BAD"])), 2);
  const pairs = () => some(field, 2).flatMap((name) => [name, value()]);
  const scanOptions = () =>
    chance(0.7)
      ? [
          ["COUNT", "1000"],
          chance(0.5) ? ["match", one(GLOBS)] : [],
          chance(0.3) ? ["TYPE", one(["hash", "string", "x"])] : [],
        ].flat()
      : [one(["COUNT", "MATCH", "BAD", "count"]), ...(chance(0.7) ? [one(["0", "-1", "x", "01"])] : [])];

  const shapes: (() => string[])[] = [
    () => ["PING", ...(chance(0.5) ? some(value, 2) : [])],
    () => ["ECHO", value()],
    () => ["TIME"],
    () => ["KEYS", one(GLOBS)],
    () => ["SCAN", chance(0.8) ? "0" : one(["", "x", "-", "1.5", "18446744073709551616"]), ...scanOptions()],
    () => ["GET", key()],
    () => ["GET", key()],
    () => ["SET", key(), value()],
    () => ["SET", key(), value(), ...setOptions()],
    () => ["SET", key(), value(), ...setOptions()],
    () => ["GETDEL", key()],
    () => ["MGET", ...some(key)],
    ...["INCR", "DECR", "STRLEN", "TYPE", "TTL", "PTTL", "PERSIST", "HGETALL", "HLEN", "HKEYS", "HVALS"].map(
      (name) => () => [name, key()],
    ),
    ...["INCRBY", "DECRBY", "APPEND", "INCRBY"].map((name) => () => [name, key(), value()]),
    ...["DEL", "UNLINK", "EXISTS"].map((name) => () => [name, ...some(key, chance(0.8) ? 1 : 4)]),
    () => ["EXPIRE", key(), span("EX"), ...expireOptions()],
    () => ["PEXPIRE", key(), span("PX"), ...expireOptions()],
    () => ["EXPIREAT", key(), span("EXAT"), ...expireOptions()],
    () => ["PEXPIREAT", key(), span("PXAT"), ...expireOptions()],
    () => ["HGET", key(), field()],
    () => ["HSET", key(), ...pairs()],
    () => ["HSET", key(), ...pairs()],
    () => ["HSETNX", key(), field(), value()],
    () => ["HMGET", key(), ...some(field)],
    () => ["HDEL", key(), ...some(field)],
    () => ["HEXISTS", key(), field()],
    () => ["HINCRBY", key(), field(), value()],
    () => ["HINCRBY", key(), field(), value()],
    () => [one(["NOSUCH", "HGETX", "NO SUCH", "", "X".repeat(200)]), ...some(value)],
    () =>
      chance(0.1)
        ? [one(["FLUSHALL", "FLUSHDB"]), ...(chance(0.5) ? some(() => one(["SYNC", "async", "BAD"]), 2) : [])]
        : ["TIME"],
  ];
  const commands: string[][] = [];
  while (commands.length < count) {
    const command = one(shapes)();
    const damage = random();
    if (damage < 0.03) command.push(one(TEXTS));
    else if (damage < 0.06 && command.length > 1) command.pop();
    commands.push(command);
    // Redis counts keys that are dead but not yet touched, so touch them all before counting.
    if (chance(0.02)) commands.push(["EXISTS", ...KEYS, "log"], ["DBSIZE"]);
  }
  return commands;
}

/** Scripts for the seams between Lua and the store. KEYS are three names, ARGV tricky texts. */
const SCRIPTS = [
  "return nil",
  "return false",
  "return true",
  "return {1, 2, {3, 'x', {}}, nil, 4}",
  "return {1, false, 3}",
  "return 3.99",
  "return -3.99",
  "return 2^53",
  "return {a = 1}",
  "return {ok = 'FINE'}",
  "return {err = 'CODE text'}",
  "return {err = 'Mixed text'}",
  "return {1, {err = 'CODE text'}, {ok = 'FINE'}}",
  "return redis.error_reply('CODE text')",
  "return redis.error_reply('text')",
  "return redis.status_reply('FINE')",
  "return {KEYS, ARGV, #KEYS, #ARGV}",
  "return KEYS[4] == nil",
  "error('boom')",
  "\n\n  error('boom')",
  "return nosuch",
  "created = 1",
  "return nil + 1",
  "return ('x').y.z",
  "return redis.call()",
  "return redis.call({})",
  "return redis.call('NOSUCH', 1)",
  "return redis.call('GET')",
  "return redis.call('EVAL', 'return 1', 0)",
  "return redis.pcall('SCRIPT', 'FLUSH')",
  "local r = redis.pcall('NOSUCH') return {type(r), r.err}",
  "return {1, redis.pcall('GET')}",
  "return pcall(redis.call, 'NOSUCH')",
  "local ok, fault = pcall(redis.call, 'GET') return {tostring(ok), type(fault), fault.err}",
  "redis.call('SET', KEYS[1], 'v') error('after a write')",
  "return redis.call('GET', KEYS[1])",
  "return redis.call('SET', KEYS[1], ARGV[1], 'NX')",
  "return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])",
  "return redis.call('SET', KEYS[1], ARGV[1]).ok",
  "return redis.call('GET', KEYS[1]) + 1",
  "return tonumber(redis.call('GET', KEYS[1])) + tonumber(ARGV[2])",
  "return tostring(tonumber(ARGV[1]) + 0.5)",
  "return redis.call('SET', KEYS[1], tonumber(ARGV[1]) + tonumber(ARGV[2]))",
  "return redis.call('GET', KEYS[1])",
  "return redis.call('INCRBY', KEYS[1], ARGV[2])",
  "return redis.call('INCRBY', KEYS[1], tonumber(ARGV[2]) * 1000)",
  "return redis.call('INCRBY', KEYS[1], 1.5)",
  "return type(redis.call('INCR', KEYS[1]))",
  "return redis.call('GET', KEYS[2]) == false",
  "return type(redis.call('GET', KEYS[2]))",
  "return {redis.call('TYPE', KEYS[1]), redis.call('TYPE', KEYS[2]).ok}",
  "return redis.call('HSET', KEYS[2], 'at', ARGV[1], 'left', 3, 'é', ARGV[4], '', ARGV[5])",
  "return redis.call('HSET', KEYS[2], 'at', tonumber(ARGV[1]), 'left', 2.5)",
  "return redis.call('HMGET', KEYS[2], 'at', 'nosuch', 'é', '')",
  "local v = redis.call('HMGET', KEYS[2], 'at', 'nosuch') return {type(v[1]), type(v[2]), tostring(v[2])}",
  "return redis.call('HGETALL', KEYS[2])",
  "return #redis.call('HGETALL', KEYS[3])",
  "return redis.call('HGET', KEYS[2], 'left') * 2",
  "return redis.call('HINCRBY', KEYS[2], 'count', ARGV[6])",
  "return redis.pcall('HINCRBY', KEYS[2], 'left', 1)",
  "return redis.pcall('GET', KEYS[2])",
  "return redis.call('GET', KEYS[2])",
  "local r = redis.pcall('INCR', KEYS[2]) if r.err then return {'caught', r.err} end return r",
  "return {redis.call('EXISTS', KEYS[1], KEYS[2], KEYS[3]), redis.call('PEXPIRE', KEYS[1], ARGV[2])}",
  "return redis.call('PEXPIREAT', KEYS[2], ARGV[1])",
  "return redis.call('PEXPIREAT', KEYS[1], tonumber(ARGV[1]) * 2 + tonumber(ARGV[2]))",
  "return redis.call('PEXPIRE', KEYS[1], ARGV[7])",
  "return redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[7]) * 60)",
  "return redis.call('PTTL', KEYS[1]) > 50000 and redis.call('PTTL', KEYS[1]) <= 60000",
  "return redis.call('PTTL', KEYS[3])",
  "return {tonumber(ARGV[3]), tonumber(ARGV[5]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber('nope')}",
  "return {tonumber('10', 2), tonumber('ff', 16), math.floor(-2.5), math.ceil(2.1), 7 % 3, -7 % 3}",
  "return {ARGV[1] < ARGV[2], tonumber(ARGV[1]) < tonumber(ARGV[2]), ARGV[1] .. 1, #ARGV[4]}",
  "return string.format('%d %s %.2f %5d', 3, 'x', 1/3, 42)",
  "return string.format('%.0f', tonumber(ARGV[1]) * 1000)",
  "return redis.call('SET', KEYS[3], string.format('%.0f', tonumber(ARGV[1]) * 1000))",
  "return redis.call('INCR', KEYS[3])",
  "return {redis.call('MGET', KEYS[1], KEYS[2], KEYS[3])}",
  "return cjson.encode({1, 2, {a = 'é'}})",
  "return cjson.encode({at = tonumber(ARGV[1])})",
  'local t = cjson.decode(\'{"a": [1, 2.5, "x", true], "b": {"c": 1700000000123}}\') return {t.a[1], t.a[2], t.a[3], t.a[4], t.b.c}',
  "local ok = pcall(cjson.decode, '{') return tostring(ok)",
  "return cjson.decode('null') == cjson.null",
  "return redis.sha1hex(ARGV[4])",
  "return {bit.band(6, 3), bit.bor(6, 3), bit.lshift(1, 4), bit.tohex(255)}",
  "local t = {} for i = 1, 50 do t[i] = i * i end table.sort(t, function(a, b) return a > b end) return t",
  "local t = {} for word in string.gmatch('a,b,,c', '([^,]*)') do t[#t + 1] = word end return t",
  "return {string.sub('héllo', 1, 2) == 'h\\195', string.len('é'), string.byte('A'), ('x'):rep(3)}",
  "local n = 0 for i, key in ipairs(KEYS) do n = n + redis.call('DEL', key) end return n",
  "return {redis.call('PING'), redis.call('ECHO', ''), redis.call('DBSIZE')}",
  "redis.log(redis.LOG_WARNING, 'said') return redis.LOG_DEBUG",
  "return unpack({1, 2, 3})",
  "local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(100)",
];
