import "server-only";
// What is put or taken once by somebody whom the limits have to let in first: one script does both. On a cluster, where
// they may lie on two nodes, both are done side by side, and what has happened is undone where the limits refuse.
import type { Clock, Demand, Keyring, OnceWithin, RowState } from "../ports";
import type { StoredLimits } from "./limits";
import { keeping, once } from "./once";
import type { OnceName } from "./once-key";
import { oneStep } from "./one-step";
import type { Redis } from "./redis";
import { script } from "./script";
import { windowsLua } from "./windows";

const isTaking = (reply: unknown) => Array.isArray(reply) && (reply[0] === 0 || reply[0] === 1);

// KEYS: the thing, and the windows. ARGV: now, the rows, the value and its lifetime.
const put = script<[full: 0 | 1, ...taken: number[]]>(
  `${windowsLua}
local full, taken = take(2, 2, tonumber(ARGV[1]))
if full == 0 then redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4]) end
return { full, unpack(taken) }`,
  isTaking,
);

// The same without a value.
const take = script<[full: 0, found: string | null] | [full: 1, ...taken: number[]]>(
  `${windowsLua}
local full, taken = take(2, 2, tonumber(ARGV[1]))
if full == 1 then return { 1, unpack(taken) } end
return { 0, redis.call('GETDEL', KEYS[1]) }`,
  isTaking,
);

export function onceWithin<Value>(
  name: OnceName,
  redis: Redis,
  keyring: Keyring,
  clock: Clock,
  limits: StoredLimits,
): OnceWithin<Value> {
  const { keyOf, seal, open } = keeping<Value>(name, keyring, clock);
  const plain = once<Value>(name, redis, keyring, clock);
  const inOneStep = oneStep();

  async function putTogether(demand: Demand, ...[id, value, expiresAt]: Kept<Value>): Promise<RowState[]> {
    const { key, rows, refusal, states } = limits.taking(demand);
    const args = [clock.now(), rows, ...seal(id, value, expiresAt)];
    const [full, ...taken] = await put(redis, [keyOf(id), key], args);
    if (full === 1) throw refusal(taken);
    return states(taken);
  }

  async function putApart(demand: Demand, ...[id, value, expiresAt]: Kept<Value>): Promise<RowState[]> {
    const [taken, stored] = await Promise.allSettled([limits.take(demand), plain.put(id, value, expiresAt)]);
    if (taken.status === "rejected") {
      if (stored.status === "fulfilled") await plain.take(id);
      throw taken.reason;
    }
    if (stored.status === "rejected") throw stored.reason;
    return taken.value.rows;
  }

  async function takeTogether(demand: Demand, id: string) {
    const { key, rows, refusal } = limits.taking(demand);
    const [full, ...told] = await take(redis, [keyOf(id), key], [clock.now(), rows]);
    if (full === 1) throw refusal(told as number[]);
    const found = open(id, told[0] ?? null);
    return found && { value: found.value, restore: () => plain.put(id, found.value, found.expiresAt) };
  }

  async function takeApart(demand: Demand, id: string) {
    const [admitted, taken] = await Promise.allSettled([limits.take(demand), plain.take(id)]);
    if (admitted.status === "rejected") {
      // What cannot be put back stays taken.
      if (taken.status === "fulfilled") await taken.value?.restore().catch(() => {});
      throw admitted.reason;
    }
    if (taken.status === "rejected") throw taken.reason;
    return taken.value;
  }

  return {
    ...plain,
    putWithin: (demand, ...kept) =>
      inOneStep(
        () => putTogether(demand, ...kept),
        () => putApart(demand, ...kept),
      ),
    async takeWithin(demand, id) {
      if (keyring.knows(id)) {
        return inOneStep(
          () => takeTogether(demand, id),
          () => takeApart(demand, id),
        );
      }
      await limits.take(demand);
      return undefined;
    },
  };
}

type Kept<Value> = [id: string, value: Value, expiresAt: number];
