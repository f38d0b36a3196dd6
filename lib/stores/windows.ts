import "server-only";
// An algorithm for @upstash/ratelimit: all windows of one subject in one hash under one key, and the windows of
// several subjects taken in one step, together or not at all.
// A window begins with the first thing it counts; @upstash's own begin on the clock, which would let a
// cooldown end after a second.
import type { Ratelimit } from "@upstash/ratelimit";
import type { Clock } from "../ports";
import { Outage } from "../problem";
import type { Row, RowName } from "../verification/policy";
import type { Redis } from "./redis";
import { isNumber, isNumbers, script } from "./script";

/** What @upstash/ratelimit shall wait for after a reply. */
const nothing = Promise.resolve();

type Algorithm = ConstructorParameters<typeof Ratelimit>[0]["limiter"];
type LimitResponse = Awaited<ReturnType<Ratelimit["limit"]>>;

export interface NamedRow extends Row {
  name: RowName;
  /** What must be left; of a row that refuses nobody, nothing. */
  need: number;
  /** What is taken; of a row that is only looked at, nothing. */
  cost: number;
}

/** What was taken from one window. */
export interface Given {
  name: RowName;
  /** The end of that window; none: of whichever runs now. */
  resetAt?: number;
  amount: number;
}

export interface WindowState {
  name: RowName;
  remaining: number;
  /** When the window ends; in the past or now when nothing is counted. */
  resetAt: number;
}

export interface WindowsResponse extends LimitResponse {
  /** Of each key, in the order of its rows. */
  windows: WindowState[][];
  refusedBy?: WindowState;
}

/**
 * Lua for other scripts that count in these windows. A hash holds each window under its row's name as "taken:end". Rows
 * come as text (`rowsText`): a script with fifty words is slower to ask than to run.
 *
 * `look` reads the windows of one key, `put` adds what they cost: every command of a script has its price.
 */
export const windowsLua = `
local function look(key, rows, now)
  local windows, names = {}, {}
  for name, max, length, need, cost in string.gmatch(rows, '(%S+) (%d+) (%d+) (%d+) (%d+)') do
    names[#names + 1] = name
    windows[#windows + 1] = {
      name = name, max = tonumber(max), length = tonumber(length), need = tonumber(need), cost = tonumber(cost)
    }
  end
  if #names == 0 then return windows end
  local found = redis.call('HMGET', key, unpack(names))
  for i, window in ipairs(windows) do
    local taken, reset = string.match(found[i] or '', '^(%d+):(%d+)$')
    window.taken, window.reset = tonumber(taken) or 0, tonumber(reset) or 0
    if window.reset <= now or window.taken == 0 then
      window.taken, window.reset, window.begins = 0, now + window.length, true
    end
  end
  return windows
end
local function put(key, windows, now)
  local fields, ends = {}, 0
  for _, window in ipairs(windows) do
    if window.cost > 0 then
      window.taken = window.taken + window.cost
      fields[#fields + 1] = window.name
      fields[#fields + 1] = string.format('%.0f:%.0f', window.taken, window.reset)
      if window.begins then ends = math.max(ends, window.reset) end
    end
  end
  if #fields > 0 then redis.call('HSET', key, unpack(fields)) end
  if ends > 0 and redis.call('PTTL', key) < ends - now then
    redis.call('PEXPIRE', key, string.format('%.0f', ends - now))
  end
end
local function take(first, from, now)
  local subjects, full, reply = {}, 0, {}
  for i = first, #KEYS do
    local windows = look(KEYS[i], ARGV[from + i - first], now)
    for _, window in ipairs(windows) do
      if window.need > 0 and window.taken + window.need > window.max then full = 1 end
    end
    subjects[i] = windows
  end
  for i = first, #KEYS do
    if full == 0 then put(KEYS[i], subjects[i], now) end
    for _, window in ipairs(subjects[i]) do
      reply[#reply + 1] = window.taken
      reply[#reply + 1] = window.reset
    end
  end
  return full, reply
end
`;

// ARGV: now, then the rows of each key.
const take = script<number[]>(
  `${windowsLua}
local full, reply = take(1, 2, tonumber(ARGV[1]))
return { full, unpack(reply) }`,
  isNumbers,
);

const look = script<number[]>(
  `${windowsLua}
local reply = {}
for _, window in ipairs(look(KEYS[1], ARGV[2], tonumber(ARGV[1]))) do
  reply[#reply + 1] = window.taken
  reply[#reply + 1] = window.reset
end
return reply`,
  isNumbers,
);

// A refund only to the window that was taken from: a newer one owes it nothing.
// ARGV: for each key its rows, each with the window's end, or nothing, and how much.
const giveBack = script<number>(
  `
for i, key in ipairs(KEYS) do
  for row, ends, amount in string.gmatch(ARGV[i], '(%S+) (%d*) (%d+)') do
    local taken, reset = string.match(redis.call('HGET', key, row) or '', '^(%d+):(%d+)$')
    if taken and (ends == '' or reset == ends) then
      local left = math.max(0, tonumber(taken) - tonumber(amount))
      redis.call('HSET', key, row, string.format('%.0f:%s', left, reset))
    end
  end
end
return 1`,
  isNumber,
);

// The code and its cooldown begin in one turn of the event loop, but the clock is read twice.
const oneTurnMs = 50;
const end = script(
  `
local reset = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', ':(%d+)$')
if reset and math.abs(tonumber(reset) - tonumber(ARGV[2])) <= ${oneTurnMs} then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 1`,
  isNumber,
);

/** As the scripts read them. */
export const rowsText = (rows: NamedRow[]) =>
  rows.map((row) => `${row.name} ${row.max} ${row.seconds * 1000} ${row.need} ${row.cost}`).join(" ");

const longest = (states: WindowState[]) =>
  states.reduce<WindowState | undefined>(
    (worst, next) => (worst && worst.resetAt >= next.resetAt ? worst : next),
    undefined,
  );

const least = (states: WindowState[]) =>
  states.reduce((least, next) => (next.remaining < least.remaining ? next : least));

/** @param numbers of each row, how much is taken and when its window ends, as `take` tells in Lua */
export function statesOf(rows: NamedRow[], numbers: number[]): WindowState[] {
  if (numbers.length !== rows.length * 2) throw new Outage("store", new Error("not an answer to these rows"));
  return rows.map((row, index) => ({
    name: row.name,
    remaining: Math.max(0, row.max - Number(numbers[index * 2])),
    resetAt: Number(numbers[index * 2 + 1]),
  }));
}

/** The used-up row with the longest wait. */
export function refusing(rows: NamedRow[], states: WindowState[]): WindowState | undefined {
  return longest(states.filter(({ remaining }, index) => remaining < (rows[index]?.need ?? 0)));
}

export async function readWindows(
  redis: Redis,
  key: string,
  rows: NamedRow[],
  clock: Clock,
): Promise<WindowState[]> {
  return statesOf(rows, await look(redis, [key], [clock.now(), rowsText(rows)]));
}

/** @param given to each key */
export async function refundWindows(redis: Redis, keys: string[], given: Given[][]): Promise<void> {
  const texts = given.map((windows) =>
    windows.map(({ name, resetAt = "", amount }) => `${name} ${resetAt} ${amount}`).join(" "),
  );
  await giveBack(redis, keys, texts);
}

/** Empties the window that ends at about this instant. */
export async function endWindow(redis: Redis, key: string, name: RowName, resetAt: number): Promise<void> {
  await end(redis, [key], [name, resetAt]);
}

/**
 * @param subjects the rows of each key; the keys come as one identifier, with spaces between them
 * @returns an algorithm whose responses are {@link WindowsResponse}s.
 */
export function windows(redis: Redis, subjects: NamedRow[][], clock: Clock): Algorithm {
  const rows = subjects.flat();
  const texts = subjects.map(rowsText);
  const starts = subjects.map((_, key) => subjects.slice(0, key).flat().length);
  const maxOf = (name: RowName) => rows.find((row) => row.name === name)?.max ?? 0;
  return () => ({
    async limit(_, keys): Promise<WindowsResponse> {
      const [full, ...numbers] = await take(redis, keys.split(" "), [clock.now(), ...texts]);
      const states = statesOf(rows, numbers);
      const refusedBy = full ? refusing(rows, states) : undefined;
      const tightest = refusedBy ?? least(states);
      return {
        success: !full,
        limit: maxOf(tightest.name),
        remaining: tightest.remaining,
        reset: tightest.resetAt,
        pending: nothing,
        windows: subjects.map(({ length }, key) => states.slice(starts[key], (starts[key] ?? 0) + length)),
        ...(refusedBy && { refusedBy }),
      };
    },
    async getRemaining(_, keys) {
      const read = subjects.map((own, index) => readWindows(redis, keys.split(" ")[index] ?? "", own, clock));
      const { name, remaining, resetAt } = least((await Promise.all(read)).flat());
      return { remaining, reset: resetAt, limit: maxOf(name) };
    },
    async resetTokens(_, keys) {
      await redis.ask("DEL", ...keys.split(" "));
    },
  });
}
