// What the embedded engine promises beyond answering like Redis: time from its clock, bounded memory,
// requests that run whole, and Upstash's client and limiters working on it unchanged.
import { Ratelimit } from "@upstash/ratelimit";
import { errors, Redis } from "@upstash/redis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEmbeddedEngine } from "./engine";

const START = 1_700_000_000_000;
let now: number;

beforeEach(() => {
  now = START;
});

async function createStore(options: { maxKeys?: number } = {}) {
  const engine = await createEmbeddedEngine({ clock: () => now, ...options });
  const redis = new Redis(engine);
  const send = (...args: unknown[]) => engine.request<unknown>({ body: args });
  return { engine, redis, send };
}

describe("expiry", () => {
  it("keeps a key through its last millisecond and not beyond", async () => {
    const { redis } = await createStore();
    await redis.set("key", "value", { px: 1500 });
    now = START + 1500;
    expect(await redis.get("key")).toBe("value");
    now = START + 1501;
    expect(await redis.get("key")).toBeNull();
    expect(await redis.exists("key")).toBe(0);
  });

  it("counts down by the clock, rounding seconds as Redis does", async () => {
    const { redis } = await createStore();
    await redis.hset("key", { field: "value" });
    expect(await redis.ttl("key")).toBe(-1);
    await redis.expire("key", 10);
    now += 3499;
    expect([await redis.ttl("key"), await redis.pttl("key")]).toEqual([7, 6501]);
    now += 60_000;
    expect(await redis.ttl("key")).toBe(-2);
  });

  it("starts a counter afresh once it has expired", async () => {
    const { redis } = await createStore();
    await redis.incr("count");
    await redis.pexpire("count", 1000);
    expect(await redis.incr("count")).toBe(2);
    now += 1001;
    expect(await redis.incr("count")).toBe(1);
    expect(await redis.pttl("count")).toBe(-1);
  });

  it("shows one time throughout a script", async () => {
    let reads = START;
    const engine = await createEmbeddedEngine({ clock: () => reads++ });
    const script = "return {redis.call('TIME'), redis.call('TIME')}";
    const [first, second] = await new Redis(engine).eval<[], string[][]>(script, [], []);
    expect(first).toEqual(second);
  });
});

describe("memory", () => {
  it("sweeps out dead keys that nobody asks for", async () => {
    const { redis } = await createStore();
    for (let i = 0; i < 6000; i++) await redis.set(`key:${i}`, "value", { ex: 10 });
    await redis.set("kept", "value");
    now += 11_000;
    await redis.ping();
    // One sweep is bounded: it never looks at the whole of a large table.
    expect(await redis.dbsize()).toBe(1001);
    now += 100;
    await redis.ping();
    expect(await redis.dbsize()).toBe(1);
  });

  it("refuses what would grow a full store, and still reads, deletes and lets keys expire", async () => {
    const { redis, send } = await createStore({ maxKeys: 3 });
    for (const key of ["a", "b", "c"]) await redis.set(key, "value");
    const refused = { error: "OOM command not allowed when used memory > 'maxmemory'." };
    expect(await send("SET", "d", "value")).toEqual(refused);
    expect(await send("HSET", "d", "field", "value")).toEqual(refused);
    expect(await send("INCR", "d")).toEqual(refused);
    await expect(redis.set("d", "value")).rejects.toThrow(/^OOM /);
    expect(await redis.get("a")).toBe("value");
    expect(await redis.expire("a", 60)).toBe(1);
    expect(await redis.del("b")).toBe(1);
    expect(await redis.set("d", "value")).toBe("OK");
  });

  it("lets the dead make room at once", async () => {
    const { redis } = await createStore({ maxKeys: 50 });
    for (let i = 0; i < 50; i++) await redis.set(`key:${i}`, "value", { px: 10 });
    await expect(redis.set("next", "value")).rejects.toThrow(/^OOM /);
    now += 11;
    expect(await redis.set("next", "value")).toBe("OK");
  });

  it("refuses a script whole or lets it finish, never half done", async () => {
    const { redis } = await createStore({ maxKeys: 3 });
    await redis.set("counter", 0);
    await redis.set("other", "value");
    const script =
      "redis.call('INCR', 'counter') redis.call('SET', KEYS[1], 1) redis.call('SET', KEYS[2], 1) return 1";
    expect(await redis.eval(script, ["x1", "x2"], [])).toBe(1);
    await expect(redis.eval(script, ["y1", "y2"], [])).rejects.toThrow(/^OOM .*maxmemory/);
    expect(await redis.mget("counter", "y1", "y2")).toEqual([1, null, null]);
  });

  it("forgets the oldest scripts and says so, as a client expects", async () => {
    const { redis } = await createStore();
    const first = await redis.scriptLoad("return 'first'");
    for (let i = 0; i < 500; i++) await redis.scriptLoad(`return ${i}`);
    await expect(redis.evalsha(first, [], [])).rejects.toThrow(/^NOSCRIPT /);
  });
});

describe("requests", () => {
  it("shapes replies as Upstash's REST API does", async () => {
    const { send } = await createStore();
    expect(await send("SET", "key", 1)).toEqual({ result: "OK" });
    expect(await send("incrby", "key", 41)).toEqual({ result: 42 });
    expect(await send("GET", "key")).toEqual({ result: "42" });
    expect(await send("GET", "nothing")).toEqual({ result: null });
    expect(await send("HSET", "hash", "a", true, "b", "")).toEqual({ result: 2 });
    expect(await send("HGETALL", "hash")).toEqual({ result: ["a", "true", "b", ""] });
    expect(await send("HGET", "key", "a")).toEqual({
      error: "WRONGTYPE Operation against a key holding the wrong kind of value",
    });
  });

  it("gives the client back what it stored", async () => {
    const { redis } = await createStore();
    const value = { name: "Zoë 🙂", list: [1, "2", null], nested: { yes: true } };
    await redis.set("object", value);
    await redis.hset("hash", { object: value, text: "012345", number: 7 });
    expect(await redis.get("object")).toEqual(value);
    expect(await redis.hgetall("hash")).toEqual({ object: value, text: "012345", number: 7 });
    expect(await redis.scan(0, { match: "o*" })).toEqual(["0", ["object"]]);
  });

  it("throws Upstash's error for a refused command", async () => {
    const { redis } = await createStore();
    await redis.set("key", "text");
    const refused = redis.incr("key");
    await expect(refused).rejects.toThrow(errors.UpstashError);
    await expect(refused).rejects.toThrow("ERR value is not an integer or out of range");
  });

  it("runs a pipeline in order and reports each error in its place", async () => {
    const { redis, engine } = await createStore();
    const body = [["SET", "key", "x"], ["INCR", "key"], ["NOSUCH"], ["GET", "key"]];
    expect(await engine.request({ path: ["pipeline"], body })).toEqual([
      { result: "OK" },
      { error: "ERR value is not an integer or out of range" },
      { error: "ERR unknown command 'NOSUCH', with args beginning with: " },
      { result: "x" },
    ]);
    expect(await redis.pipeline().set("n", 1).incr("n").exec()).toEqual(["OK", 2]);
    await expect(redis.pipeline().set("t", "x").incr("t").exec()).rejects.toThrow(
      /^Command 2 .* not an integer/,
    );
  });

  it("runs a transaction whole, or not at all when a command cannot be queued", async () => {
    const { redis, engine } = await createStore();
    expect(await redis.multi().set("n", 1).incr("n").get("n").exec()).toEqual(["OK", 2, 2]);
    const body = [["SET", "n", "9"], ["GET"]];
    await expect(engine.request({ path: ["multi-exec"], body })).rejects.toThrow(/^EXECABORT /);
    expect(await redis.get("n")).toBe(2);
  });

  it("refuses a path that it does not serve", async () => {
    const { engine } = await createStore();
    await expect(engine.request({ path: ["subscribe", "news"], body: [] })).rejects.toThrow(
      errors.UpstashError,
    );
  });
});

describe("scripts", () => {
  it("asks for the script before it runs one by hash", async () => {
    const { redis } = await createStore();
    const script = redis.createScript<string>("return ARGV[1]");
    await expect(redis.evalsha("0".repeat(40), [], [])).rejects.toThrow("NOSCRIPT No matching script.");
    expect(await script.exec([], ["first"])).toBe("first");
    expect(await script.exec([], ["second"])).toBe("second");
  });

  it("lets a read-only script read and nothing else", async () => {
    const { redis } = await createStore();
    await redis.set("key", "value");
    expect(await redis.evalRo("return redis.call('GET', KEYS[1])", ["key"], [])).toBe("value");
    const write = "return redis.call('DEL', KEYS[1])";
    await expect(redis.evalRo(write, ["key"], [])).rejects.toThrow("not allowed from read-only scripts");
    expect(await redis.eval(`#!lua flags=allow-key-locking\n${write}`, ["key"], [])).toBe(1);
  });

  it("survives integers at and beyond the edge of 64 bits", async () => {
    const { redis, send } = await createStore();
    await redis.set("n", "9223372036854775806");
    const incr =
      "local r = redis.pcall('INCR', 'n') if type(r) == 'table' then return r.err end return 'grown'";
    expect(await redis.eval(incr, [], [])).toBe("grown");
    expect(await redis.eval(incr, [], [])).toBe("ERR increment or decrement would overflow");
    expect(await send("GET", "n")).toEqual({ result: "9223372036854775807" });
    expect(await redis.eval("return {2^63, -2^63, 1/0}", [], [])).toHaveLength(3);
  });

  it("goes on after a script that ran out of stack or failed half way", async () => {
    const { redis } = await createStore();
    await expect(redis.eval("local function f() return 1 + f() end return f()", [], [])).rejects.toThrow(
      "stack overflow",
    );
    await expect(redis.eval("redis.call('SET', 'kept', 1) error('boom')", [], [])).rejects.toThrow("boom");
    expect(await redis.get("kept")).toBe(1);
    expect(await redis.eval("return 'fine'", [], [])).toBe("fine");
  });
});

describe("the limiters of @upstash/ratelimit", () => {
  // The limiters take the time from Date, the engine from its clock: both are moved together.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const move = (milliseconds: number) => {
    now += milliseconds;
    vi.setSystemTime(now);
  };

  async function createLimit(limiter: ConstructorParameters<typeof Ratelimit>[0]["limiter"]) {
    const { redis } = await createStore();
    const limit = new Ratelimit({ redis, limiter, timeout: 0, ephemeralCache: false });
    const attempt = async (times: number, id = "id") => {
      const answers = await Promise.all(Array.from({ length: times }, () => limit.limit(id)));
      return answers.filter(({ success }) => success).length;
    };
    return { limit, attempt };
  }

  it("lets exactly five of a hundred simultaneous calls through a fixed window", async () => {
    const { attempt } = await createLimit(Ratelimit.fixedWindow(5, "10 s"));
    expect(await attempt(100)).toBe(5);
    expect(await attempt(1, "other")).toBe(1);
    move(10_000);
    expect(await attempt(100)).toBe(5);
  });

  it("slides a window, weighing the one before", async () => {
    const { attempt } = await createLimit(Ratelimit.slidingWindow(10, "10 s"));
    expect(await attempt(100)).toBe(10);
    move(10_000 + 5000);
    expect(await attempt(100)).toBe(5);
    move(60_000);
    expect(await attempt(100)).toBe(10);
  });

  it("refills a token bucket", async () => {
    const { limit, attempt } = await createLimit(Ratelimit.tokenBucket(2, "1 s", 6));
    expect(await attempt(100)).toBe(6);
    move(2000);
    expect((await limit.getRemaining("id")).remaining).toBe(0);
    expect(await attempt(100)).toBe(4);
    move(60_000);
    expect(await attempt(100)).toBe(6);
  });

  it("forgets what was used on request", async () => {
    const { limit, attempt } = await createLimit(Ratelimit.slidingWindow(3, "10 s"));
    expect(await attempt(10)).toBe(3);
    await limit.resetUsedTokens("id");
    expect(await attempt(10)).toBe(3);
  });
});
