import "server-only";
// An algorithm for @upstash/ratelimit: all windows of one subject in one hash under one key, and the windows of
// several subjects taken in one step, together or not at all.
// A window begins with the first thing it counts; @upstash's own begin on the clock, which would let a
// cooldown end after a second.
import type { Ratelimit } from "@upstash/ratelimit";
import type { Redis } from "@upstash/redis";
import type { Clock } from "../ports";
import { Outage } from "../problem";
import type { Row, RowName } from "../verification/policy";
import { isNumber, isNumbers, script } from "./script";

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
  /** The used-up row with the longest wait. */
  refusedBy?: WindowState;
}

/** Lua for other scripts that count in these windows: `look` and `put`. */
export const windowsLua = `
local function look(key, row, now, length)
  local found = redis.call('HMGET', key, row .. ':n', row .. ':r')
  local taken, reset = tonumber(found[1]) or 0, tonumber(found[2]) or 0
  if reset <= now or taken <= 0 then return 0, now + length end
  return taken, reset
end
local function put(key, row, now, taken, reset)
  redis.call('HSET', key, row .. ':n', string.format('%.0f', taken), row .. ':r', string.format('%.0f', reset))
  if redis.call('PTTL', key) < reset - now then
    redis.call('PEXPIRE', key, string.format('%.0f', reset - now))
  end
end
`;

// ARGV: now, then for each row: which key, name, max, length in ms, what must be left, what is taken.
const take = script<number[]>(
  `${windowsLua}
local now, full, reply = tonumber(ARGV[1]), 0, { 0 }
for i = 2, #ARGV, 6 do
  local max, need = tonumber(ARGV[i + 2]), tonumber(ARGV[i + 4])
  local taken, reset = look(KEYS[tonumber(ARGV[i])], ARGV[i + 1], now, tonumber(ARGV[i + 3]))
  if need > 0 and taken + need > max then full = 1 end
  reply[#reply + 1] = taken
  reply[#reply + 1] = reset
end
reply[1] = full
if full == 0 then
  for i = 2, #ARGV, 6 do
    local cost, at = tonumber(ARGV[i + 5]), (i - 2) / 3 + 2
    if cost > 0 then
      reply[at] = reply[at] + cost
      put(KEYS[tonumber(ARGV[i])], ARGV[i + 1], now, reply[at], reply[at + 1])
    end
  end
end
return reply`,
  isNumbers,
);

const look = script<number[]>(
  `${windowsLua}
local now, reply = tonumber(ARGV[1]), {}
for i = 2, #ARGV, 2 do
  local taken, reset = look(KEYS[1], ARGV[i], now, tonumber(ARGV[i + 1]))
  reply[#reply + 1] = taken
  reply[#reply + 1] = reset
end
return reply`,
  isNumbers,
);

// A refund only to the window that was taken from: a newer one owes it nothing.
// ARGV, for each row: which key, name, the window's end or nothing, how much.
const giveBack = script<number>(
  `
for i = 1, #ARGV, 4 do
  local key, row = KEYS[tonumber(ARGV[i])], ARGV[i + 1]
  local found = redis.call('HMGET', key, row .. ':n', row .. ':r')
  local taken = tonumber(found[1]) or 0
  if taken > 0 and (ARGV[i + 2] == '' or found[2] == ARGV[i + 2]) then
    redis.call('HSET', key, row .. ':n', string.format('%.0f', math.max(0, taken - tonumber(ARGV[i + 3]))))
  end
end
return 1`,
  isNumber,
);

// The code and its cooldown begin in one turn of the event loop, but the clock is read twice.
const oneTurnMs = 50;
const end = script(
  `
local reset = tonumber(redis.call('HGET', KEYS[1], ARGV[1] .. ':r') or 0)
if math.abs(reset - tonumber(ARGV[2])) <= ${oneTurnMs} then redis.call('HDEL', KEYS[1], ARGV[1] .. ':n', ARGV[1] .. ':r') end
return 1`,
  isNumber,
);

const longest = (states: WindowState[]) =>
  states.reduce<WindowState | undefined>(
    (worst, next) => (worst && worst.resetAt >= next.resetAt ? worst : next),
    undefined,
  );

const least = (states: WindowState[]) =>
  states.reduce((least, next) => (next.remaining < least.remaining ? next : least));

function statesOf(rows: NamedRow[], numbers: number[]): WindowState[] {
  if (numbers.length !== rows.length * 2) throw new Outage("store", new Error("not an answer to these rows"));
  return rows.map((row, index) => ({
    name: row.name,
    remaining: Math.max(0, row.max - Number(numbers[index * 2])),
    resetAt: Number(numbers[index * 2 + 1]),
  }));
}

export async function readWindows(
  redis: Redis,
  key: string,
  rows: NamedRow[],
  clock: Clock,
): Promise<WindowState[]> {
  const args = rows.flatMap((row) => [row.name, row.seconds * 1000]);
  return statesOf(rows, await look(redis, [key], [clock.now(), ...args]));
}

/** @param given to each key */
export async function refundWindows(redis: Redis, keys: string[], given: Given[][]): Promise<void> {
  const args = given.flatMap((windows, key) =>
    windows.flatMap(({ name, resetAt = "", amount }) => [key + 1, name, resetAt, amount]),
  );
  if (args.length > 0) await giveBack(redis, keys, args);
}

/** Empties the window that ends at about this instant. */
export async function endWindow(redis: Redis, key: string, name: RowName, resetAt: number): Promise<void> {
  await end(redis, [key], [name, resetAt]);
}

/**
 * @param subjects the rows of each key; the keys come as one identifier, with spaces between them
 * @returns an algorithm whose responses are {@link WindowsResponse}s.
 */
export function windows(subjects: NamedRow[][], clock: Clock): Algorithm {
  const rows = subjects.flat();
  const args = subjects.flatMap((own, key) =>
    own.flatMap((row) => [key + 1, row.name, row.max, row.seconds * 1000, row.need, row.cost]),
  );
  const starts = subjects.map((_, key) => subjects.slice(0, key).flat().length);
  const maxOf = (name: RowName) => rows.find((row) => row.name === name)?.max ?? 0;
  return () => ({
    async limit(context, keys): Promise<WindowsResponse> {
      const { redis } = context as { redis: Redis };
      const [full, ...numbers] = await take(redis, keys.split(" "), [clock.now(), ...args]);
      const states = statesOf(rows, numbers);
      const lacks = ({ remaining }: WindowState, index: number) => remaining < (rows[index]?.need ?? 0);
      const refusedBy = full ? longest(states.filter(lacks)) : undefined;
      const tightest = refusedBy ?? least(states);
      return {
        success: !full,
        limit: maxOf(tightest.name),
        remaining: tightest.remaining,
        reset: tightest.resetAt,
        pending: Promise.resolve(),
        windows: subjects.map(({ length }, key) => states.slice(starts[key], (starts[key] ?? 0) + length)),
        ...(refusedBy && { refusedBy }),
      };
    },
    async getRemaining(context, keys) {
      const { redis } = context as { redis: Redis };
      const read = subjects.map((own, index) => readWindows(redis, keys.split(" ")[index] ?? "", own, clock));
      const { name, remaining, resetAt } = least((await Promise.all(read)).flat());
      return { remaining, reset: resetAt, limit: maxOf(name) };
    },
    async resetTokens(context, keys) {
      await (context as { redis: Redis }).redis.del(...keys.split(" "));
    },
  });
}
