// That a translated script does what the same script does in the real Lua, and that whatever is not translated is
// left to it. The real Lua itself is held against Redis in differential.test.ts.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createBothWays, leftToLua } from "./both-ways";
import { createEmbeddedEngine } from "./engine";
import { translate } from "./lua-script";
import { productScripts } from "./product-scripts";
import { anyPattern, matched, runsOf, script, state } from "./random-lua";

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
