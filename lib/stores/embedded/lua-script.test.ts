// That a translated script does what the same script does in the real Lua, and that whatever is not translated is
// left to it. The real Lua itself is held against Redis in differential.test.ts.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createBothWays, leftToLua } from "../../testing/lua/both-ways";
import { productScripts } from "../../testing/lua/product-scripts";
import { anyPattern, matched, runsOf, script, state } from "../../testing/lua/random-lua";
import { createEmbeddedEngine } from "./engine";
import { translate } from "./lua-script";

/** What chance comes upon too seldom. KEYS is a text, ARGV one with a zero byte, all of ASCII, and one beyond it. */
const corners = [
  "return redis.call('GET', KEYS[1])",
  "local t = {} t[3] = 'c' t[1] = 'a' t[2] = 'b' return t",
  "local t = {} t[1] = 1 t[2] = 2 t[4] = 4 return { #t, t[4], t[3] or 'none', t }",
  "local t = { 'a', 'b', nil } t[3] = 'c' t[0] = 'zero' t[-1] = 'less' return { t, t[0], t[-1] }",
  "local t = { 'a', 'b' } t[2] = nil return { #t, t }",
  "local t = { 'a', 'b' } t[1] = nil return { t[1] == nil, t[2], t }",
  "local a, t = 1, { 'a', 'b' } a, t[1] = unpack(t) return { a, t }",
  "local t = {} t.a, t.a = 1, 2 return t.a",
  "local i, t = 1, {} i, t[i] = 2, 'one' return { i, t[1], t[2] or 'none' }",
  "local t = { x = 1 } local u = t u.y, t = t.x, { x = 9 } return { u.y, t.x, t.y or 'none' }",
  "local z = 0 return { 1 / math.max(-z, z) < 0, 1 / math.min(z, -z) < 0, 1 / math.ceil(-0.5) < 0, -z, z * -1 }",
  "local n = 0 / 1 local nan = n / n return { nan == nan, nan < 1, nan ~= nan, math.max(nan, 1) == 1, math.max(1, nan) }",
  "local a, b, c = 1, 2, 3 return { a + b .. c, a .. b + c, a .. b .. c, a < b == true, not a == b, 'x' .. a == 'x1' }",
  "local a, b, c = 7, 2, 3 return { -a + b * c % 4 - 1, a - b - c, a / b / c, -a % b, a % -b, a and b or c, nil and a or c }",
  "return { 0 and 'zero', '' and 'empty', false or nil, nil == false, 1 == '1', '10' + 5, 10 .. '' }",
  "return { #ARGV[3], ARGV[3] == 'é', #'日本', ARGV[4] == nil }",
  "return string.format('%s|%s', ARGV[3], ARGV[1])",
  "return { string.format('%d %.0f', 2147483647, 9007199254740991), string.format('%d', 2147483648) }",
  "local t = {} for part in string.gmatch('a,,b', '([^,]*)') do t[#t + 1] = part end return t",
  "local t = {} for part in string.gmatch(ARGV[3], '%d*') do t[#t + 1] = part end return t",
  "local a, b = string.match('x', '(%d)(%d)') return { a == nil, b == nil, { string.match('x', '(%d)(%d)') } }",
  "local function f() end local function g() return end local a = f() return { a == nil, { f() }, { g(), g() }, { (g()) } }",
  "local function f() return 1, 2 end return { f(), f(), (f()) }, 'not this'",
  "local function f(a, b) return b, a end local a, b, c = f(f(1, 2)) return { a, b, c == nil }",
  "local t = { 1 } for i, v in ipairs(t) do if i < 3 then t[i + 1] = v * 2 end end return t",
  "local x = 1 do local x = x + 1 redis.call('SET', 'x', x) end for x = x, x do redis.call('APPEND', 'x', x) end return x",
  "return { true, false, 1, 2.9, -2.9, 'x', {}, { nil, 1 }, { ok = 'FINE' }, redis.call('SET', 'x', 1) }",
  "return { err = 'CODE text' }",
  "return { 1, { double = 1 }, { map = {} } }",
  ...["a", "d", "l", "s", "u", "w", "x"].flatMap((name) =>
    [name, name.toUpperCase()].map(
      (one) => `local t = {} for part in string.gmatch(ARGV[2], '%${one}+') do t[#t + 1] = part end return t`,
    ),
  ),
  "local t = {} for part in string.gmatch(ARGV[2], '[^%w]') do t[#t + 1] = part end return t",
  "local t = {} for part in string.gmatch(ARGV[2], '.') do t[#t + 1] = part end return t",
];

describe("a translated script", () => {
  let bothWays: Awaited<ReturnType<typeof createBothWays>>;
  let cramped: typeof bothWays;
  beforeAll(async () => {
    bothWays = await createBothWays();
    cramped = await createBothWays(4);
  });

  it("of the product does what the real Lua does, whatever it is given and finds", async () => {
    const scripts = await productScripts();
    const seen = new Map(scripts.map((code) => [code, new Set<string>()]));
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        state,
        runsOf(fc.constantFrom(...scripts)),
        async (full, before, runs) => {
          const { translated, real } = await (full ? cramped : bothWays)(before, runs);
          for (const [at, { code }] of runs.entries()) seen.get(code)?.add(JSON.stringify(real.replies[at]));
          expect(translated).toEqual(real);
        },
      ),
      { numRuns: 1500 },
    );
    // Or the comparison proves little.
    for (const [code, replies] of seen) expect(replies.size, code).toBeGreaterThan(2);
  });

  it.each(corners)("does what the real Lua does: %s", async (code) => {
    expect(translate(code)).toBeDefined();
    const args = ["a\0b", Array.from({ length: 128 }, (_, char) => String.fromCharCode(char)).join(""), "é"];
    const run = { command: "EVAL" as const, code, keys: ["k"], args };
    const { translated, real } = await bothWays([["SET", "k", "half a \ud83d"]], [run]);
    expect(translated).toEqual(real);
  });

  it("made up at random does what the real Lua does", async () => {
    let count = 0;
    let succeeded = 0;
    await fc.assert(
      fc.asyncProperty(state, runsOf(script), async (before, runs) => {
        const { translated, real } = await bothWays(before, runs);
        expect(placeless(translated)).toEqual(placeless(real));
        count += runs.filter(({ code }) => translate(code)).length;
        succeeded += real.replies.filter((reply) => "result" in (reply as object)).length;
      }),
      // The same every time: few of all that could be made up would take more memory than the real Lua has.
      { numRuns: 600, seed: 1 },
    );
    // Or the comparison proves little.
    expect(count).toBeGreaterThan(600);
    expect(succeeded).toBeGreaterThan(300);
  });

  it.each([
    ["match", (pattern: string) => `found[i] = { string.match(text, '${pattern}') }`],
    [
      "gmatch",
      (pattern: string) => `for part in string.gmatch(text, '${pattern}') do found[#found + 1] = part end`,
    ],
  ])("finds with %s what the real Lua finds, with any pattern in any text", async (_, finding) => {
    let count = 0;
    const texts = fc.array(matched, { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyPattern, texts, async (pattern, args) => {
        const code = `local found = {} for i, text in ipairs(ARGV) do ${finding(pattern)} end return found`;
        const { translated, real } = await bothWays([], [{ command: "EVAL", code, keys: [], args }]);
        expect(translated).toEqual(real);
        if (translate(code)) count += 1;
      }),
      { numRuns: 1000 },
    );
    // Or the comparison proves little.
    expect(count).toBeGreaterThan(100);
  });

  it("written for this comparison does not run translated on both sides", async () => {
    for (const code of await productScripts()) {
      expect(translate(code)).toBeDefined();
      expect(translate(leftToLua(code))).toBeUndefined();
    }
  });

  it("does nothing twice where the real Lua takes over", async () => {
    const { request } = await createEmbeddedEngine({ clock: () => 0 });
    const send = async (...body: string[]) => (await request<unknown>({ body })) as unknown;
    const half =
      "redis.call('INCR', 'n') local half = 1 / 2 return { tostring(half), redis.call('INCR', 'n') }";
    expect(translate(half)).toBeDefined();
    expect(await send("EVAL", half, "0")).toEqual({ result: ["0.5", 2] });
    const failing =
      "\nredis.call('INCR', 'n')\nreturn { redis.call('INCR', 'n'), redis.call('HGET', 'n', 'a') }";
    expect(translate(failing)).toBeDefined();
    expect(await send("EVAL", failing, "0")).toEqual({
      error: expect.stringMatching(/^WRONGTYPE .* script: [0-9a-f]{40}, on @user_script:3\.$/),
    });
    expect(await send("GET", "n")).toEqual({ result: "4" });
  });
});

/** An address in memory is told in an error or a text, and is another one in each Lua. */
const placeless = (outcome: unknown) => JSON.stringify(outcome).replace(/0x[0-9a-f]+/g, "its place");

describe("left to the real Lua", () => {
  it.each([
    ["a loop without a bound", "while true do return 1 end"],
    ["a loop with a step", "for i = 3, 1, -1 do return i end"],
    ["a loop over what is not in order", "for k, v in pairs(KEYS) do return k end"],
    ["a function that calls itself", "local function f(n) return n == 0 and 0 or f(n - 1) end return f(3)"],
    ["a function as a value", "local function f(g) return 1 end return f(f)"],
    ["a function without a name", "local f = function() return 1 end return f()"],
    ["a function that changes what is around it", "local n = 1 local function f() n = 2 end f() return n"],
    ["varargs", "return select('#', ...)"],
    ["methods", "return ('x'):rep(3)"],
    ["a global that is none of ours", "return cjson.encode({})"],
    ["a global as a value", "local call = redis.call return call('PING')"],
    ["a new global", "made = 1"],
    ["a call that catches errors", "return redis.pcall('PING')"],
    ["KEYS as a value", "local keys = KEYS keys[1] = 'x' return KEYS[1]"],
    ["a write to KEYS", "KEYS[1] = 'x' return KEYS[1]"],
    ["a power", "return 2 ^ 10"],
    ["a number that is not decimal", "return 0x10"],
    ["a constant that is less than nothing", "return tostring(-0)"],
    ["a long string", "return [[x]]"],
    ["an escape by number", "return '\\65'"],
    ["a long comment", "--[[ x ]] return 1"],
    ["a pattern that is worked out", "return string.match('x', KEYS[1])"],
    ["a pattern that pairs", "return string.match('(x)', '%b()')"],
    ["a pattern that looks back", "return string.match('xx', '(x)%1')"],
    ["a pattern that tells places", "return string.match('xx', 'x()')"],
    ["a pattern with an anchor that is none", "for x in string.gmatch('^x', '^x') do return x end"],
    ["a repeated capture, which is none", "return string.match('xx+', '(x)+')"],
    ["a pattern beyond ASCII", "return string.match('é', '[é]+')"],
    ["a match from a place on", "return string.match('xx', 'x', 2)"],
    ["a format with a width", "return string.format('%5s', 'x')"],
    ["a number in another base", "return tonumber('ff', 16)"],
    [
      "all values of a call for a function that counts them",
      "return tonumber(string.match('7 9', '(%d) (%d)'))",
    ],
    ["a table of items and fields", "return #{ 1, 2, n = 3 }"],
  ])("is %s", async (_, code) => {
    expect(translate(code)).toBeUndefined();
    const { request } = await createEmbeddedEngine({ clock: () => 0 });
    const send = async (text: string) => request<unknown>({ body: ["EVAL", text, "1", "x"] });
    const sha = /[0-9a-f]{40}/;
    const [own, bracketed] = [await send(code), await send(leftToLua(code))].map((reply) =>
      JSON.stringify(reply).replace(sha, "its sha"),
    );
    expect(own).toBe(bracketed);
  });
});
