// Random scripts in the Lua that is translated, random arguments, and random things that a store holds.
import fc from "fast-check";
import type { Run } from "./both-ways";

const now = 1_700_000_000_000;
const rows = [
  "hour 5 3600000 1 1",
  "hour 5 60000 1 1 day 0 1000 0 3",
  "day 1 60000 1 0 ü 2 2 2 2",
  "hour  3",
  "",
];
const codes = [
  `one:${now + 9000}:queued:`,
  `two:${now + 1}:sent:acme`,
  "three:1:delivered:é",
  "one:x:sent:",
  "void:",
];
const windows = [
  `3:${now + 9000}`,
  `0:${now + 9000}`,
  "5:1",
  `100000000000000:${now + 1}`,
  "07:1",
  ":",
  "1:2:3",
];
const numbers = [
  "0",
  "1",
  "-1",
  "3",
  "-0",
  "0.5",
  "2.5",
  "1e3",
  "0x10",
  " 12 ",
  "07",
  "nan",
  "1700000000123",
];
const edges = [
  "99999999999999",
  "100000000000000",
  "9007199254740993",
  "1e999",
  "-1e14",
  "999999999999999999999",
];
const words = [
  "",
  "one",
  "two",
  "void",
  "queued",
  "sent",
  "failed",
  "hour",
  "spent",
  "a:12",
  "%",
  "é",
  "日本",
  "🙂",
];
const oddities = ["\ud800", "a\0b", "12\0", "\t\r\n\v\f ", "\ufeff1", "x".repeat(300)];

const plausible = fc.constantFrom(...rows, ...codes, ...windows, ...numbers, ...words);
const text = fc.oneof(
  { arbitrary: plausible, weight: 6 },
  { arbitrary: fc.constantFrom(...edges, ...oddities), weight: 2 },
  { arbitrary: fc.string({ unit: "binary", maxLength: 8 }), weight: 1 },
);
const one = (...texts: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...texts), weight: 9 }, { arbitrary: text, weight: 1 });

/** As the product's scripts take them, now and then with something else among them. */
const args = fc.oneof(
  fc.tuple(one(String(now)), one(...rows), one(...rows)),
  fc.tuple(
    one(String(now)),
    one("1", "3"),
    one("one", "two"),
    one("front"),
    one("9000"),
    one(...rows),
    one(...rows),
  ),
  fc.tuple(one(String(now)), one(...codes), one("9000"), one("1", "99999"), one("0", "5")),
  fc.tuple(one("one", "two"), one("sent", "failed"), one("", "acme"), one("one", "void")),
  fc.tuple(one("hour  2", `hour ${now + 9000} 2`, "day  1 hour  1"), one("hour  2")),
  fc.tuple(one("hour"), one(String(now + 9000))),
  fc.array(text, { maxLength: 7 }),
);

const key = fc.constantFrom("a", "b", "c", "é", "");
const field = fc.constantFrom("hour", "day", "1", "2", "3", "attempts", "sends", "failures", "subject", "ü");
const challenge = fc.tuple(one(...codes), one(...codes), one("0", "1", "2"), one("1", "4"));
export const state = fc.array(
  fc.oneof(
    fc.tuple(key, field, one(...codes, ...windows)).map((set) => ["HSET", ...set]),
    challenge.map(([first, second, attempts, sends]) => [
      ...["HSET", "a", "subject", "sealed", "failures", "b", "attempts", attempts, "sends", sends],
      ...["1", first, "2", second],
    ]),
    fc.tuple(key, text).map((set) => ["SET", ...set]),
    fc.tuple(key, fc.constantFrom("1", "9000")).map((life) => ["PEXPIRE", ...life]),
  ),
  { maxLength: 5 },
);

export const runsOf = (code: fc.Arbitrary<string>): fc.Arbitrary<Run[]> =>
  fc.array(
    fc.record({
      command: fc.constantFrom("EVAL", "EVAL", "EVAL", "EVAL", "EVAL_RO"),
      code,
      keys: fc.array(key, { maxLength: 4 }),
      args,
    }),
    { minLength: 1, maxLength: 3 },
  );

const numeric = [
  "0",
  "1",
  "7",
  "2.5",
  "-3",
  "100000000000000",
  "#ARGV",
  "#t",
  "(tonumber(ARGV[1]) or 3)",
  "redis.call('INCR', 'n')",
];
const textual = [
  "'a'",
  "'12'",
  "''",
  "'a:12, b'",
  "'é'",
  "(ARGV[1] or 'none')",
  "(ARGV[2] or '')",
  "(KEYS[1] or 'k')",
];
const others = [
  ...["nil", "true", "false", "x", "y", "t[1]", "t[2]", "t.a", "t['b']", "g()", "unpack(t)", "{}", "ARGV[1]"],
  ...["redis.call('GET', KEYS[1])", "redis.call('HMGET', 'h', 'a', 'b')", "redis.call('SET', 's', 1)"],
];
const patterns = [
  "%d+",
  "^(%d+):(%d+)$",
  "^[^:]+",
  "(%a*)(.-)$",
  "([^,%s]*)",
  "%S-:",
  "[%w.]?",
  "(%u)(%l+)",
  ".$",
];

type Random = fc.Arbitrary<string>;
const made = (parts: TemplateStringsArray, ...values: Random[]) =>
  fc.tuple(...values).map((texts) => String.raw({ raw: parts }, ...texts));
const oneOf = (...texts: string[]) => fc.constantFrom(...texts);
/** The first most often; the others lead deeper. */
const mostly = (weight: number, first: Random, ...deeper: Random[]) =>
  fc.oneof({ depthSize: "small", withCrossShrink: true }, { arbitrary: first, weight }, ...deeper);
const pattern = oneOf(...patterns);

const tied = fc.letrec<{ number: string; text: string; value: string; statements: string }>((tie) => {
  const [number, text, value, statements] = [tie("number"), tie("text"), tie("value"), tie("statements")];
  const condition = fc.oneof(
    made`${number} ${oneOf("<", "<=", ">", ">=")} ${number}`,
    made`${value} ${oneOf("==", "~=")} ${value}`,
    made`${value} ${oneOf("and", "or")} not ${value}`,
    value,
  );
  const statement = fc.oneof(
    made`x = ${value}`,
    made`x, y = ${value}, ${value}`,
    made`x, t.a, t[1] = f(${value}, ${value})`,
    made`y, t[x], x = ${value}, ${number}`,
    made`x, y = string.match(${text}, '${pattern}')`,
    made`local x, z = ${value} y = z`,
    made`t[#t + 1] = ${value}`,
    made`t[${number}] = ${value}`,
    made`t[${text}] = ${value}`,
    made`t.b = ${value}`,
    made`redis.call('SET', 's', ${text})`,
    made`redis.call('HSET', 'h', ${text}, ${number}, 'b', ${text})`,
    made`redis.call('APPEND', KEYS[1] or 'log', ${text})`,
    made`if ${condition} then ${statements} elseif ${condition} then x = 1 else ${statements} end`,
    made`for i = 2, 4 do x = i ${statements} end`,
    made`for i = math.max(-9, ${number}), 3 do y = i end`,
    made`for i, v in ipairs(t) do if i > 4 then break end x = v ${statements} end`,
    made`for w, n in string.gmatch(${text}, '(%a*):?(%d*)') do k = k + 1 if k > 20 or #w > 40 then break end t[#t + 1] = w x = n end`,
    made`for w in string.gmatch(${text}, '${pattern}') do k = k + 1 if k > 20 or #w > 40 then break end y = w ${statements} end`,
    made`do local t = { a = ${value}, b = ${value} } ${statements} x = t.a end`,
  );
  return {
    number: mostly(
      8,
      oneOf(...numeric),
      made`(${number} ${oneOf("+", "-", "*", "/", "%")} ${number})`,
      made`${number} ${oneOf("+", "-", "*", "/", "%")} ${number}`,
      made`math.${oneOf("floor", "ceil", "abs", "max", "min")}(${number})`,
      made`math.${oneOf("max", "min")}(${number}, ${number})`,
      made`- (${number})`,
      made`#${text}`,
      made`(${value})`,
    ),
    text: mostly(
      8,
      oneOf(...textual),
      made`(${text} .. ${text})`,
      made`(${number} .. ${text})`,
      made`(string.match(${text}, '${pattern}') or '-')`,
      made`string.format('%s-%.0f%%%d', ${text}, ${number}, (${number}))`,
      made`tostring(${oneOf(...numeric, "nil", "x == y")})`,
      made`table.concat(t, (${text}))`,
      made`table.concat({ ${text}, ${text}, ${number} })`,
      made`(${value})`,
    ),
    value: mostly(
      6,
      oneOf(...others),
      number,
      text,
      made`(${condition})`,
      made`f(${value}, ${value})`,
      made`{ ${value}, ${value} }`,
      made`({ c = ${value}, a = ${value} }).a`,
      made`tonumber((${value}))`,
    ),
    statements: fc.array(statement, { maxLength: 3 }).map((all) => all.join("; ")),
  };
});

/** Whole scripts: some of their operations fail, some of these after commands that have changed the store. */
export const script = fc.tuple(tied.statements, tied.statements, tied.value).map(
  ([first, second, last]) => `local x, y, t, k = 1, 'b', { 'a', 'b' }, 0
local function g() redis.call('INCR', 'g') return x, 2, 'three' end
local function f(p, q) if p then return p, q end end
${first}
${second}
return { x or false, y or false, t[1] or false, t.a or false, ${last} }`,
);

const patternParts = [
  ...[
    "a",
    "b",
    "1",
    ":",
    " ",
    ".",
    "%a",
    "%d",
    "%s",
    "%w",
    "%l",
    "%u",
    "%x",
    "%S",
    "%D",
    "%W",
    "%.",
    "%%",
    "%-",
    "%(",
  ],
  ...[
    "[ab]",
    "[^a:]",
    "[a-c1-3]",
    "[%d:]",
    "[^%s,]",
    "[%.%-]",
    "[%a_]",
    "*",
    "+",
    "-",
    "?",
    "(",
    ")",
    "(",
    ")",
    "^",
    "$",
  ],
  ...["%p", "%1", "%bab", "%f[%a]", "[]a]", "[a-]", "[%S]", "[c-a]", "é", "[é]", "%z", "["],
];
/** Patterns of Lua, or nearly. */
export const anyPattern = fc
  .tuple(oneOf("", "^"), fc.array(oneOf(...patternParts), { maxLength: 6 }), oneOf("", "$"))
  .map((parts) => parts.flat().join(""));
export const matched = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aabbc1230: ,.-_%()A\t"), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."aé1🙂:\0\n\v\x7f"), maxLength: 6 }),
);
