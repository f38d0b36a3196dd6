import "server-only";
// The limit table applied: @upstash/ratelimit over the windows of each subject. Fails closed: no time-out
// that lets requests pass, no cache that forgets a refund.
import { Ratelimit } from "@upstash/ratelimit";
import type { Address } from "../address";
import type { Clock, Demand, Keyring, Limits, Reservation, RowState } from "../ports";
import { Outage, Problem } from "../problem";
import type { LimitTable, RowName } from "../verification/policy";
import { oneStep } from "./one-step";
import type { Redis } from "./redis";
import { remembered } from "./remembered";
import { taggedKey } from "./tagged-key";
import {
  endWindow,
  type Given,
  type NamedRow,
  readWindows,
  refundWindows,
  refusing,
  rowsText,
  statesOf,
  type WindowState,
  type WindowsResponse,
  windows,
} from "./windows";

type RatelimitRedis = ConstructorParameters<typeof Ratelimit>[0]["redis"];

/** Which @upstash/ratelimit puts in front of every key: what all of ours begin with. */
const prefix = "fg";

/** What a script of another store needs to take as well, in its own step: in Lua, `take` of ./windows. */
export interface Taking {
  key: string;
  rows: string;
  /** @param numbers what `take` said of every row, here and below; here, of one that is full */
  refusal(numbers: number[]): Problem | Outage;
  states(numbers: number[]): RowState[];
}

export interface StoredLimits extends Limits {
  taking(demand: Demand): Taking;
}

/** What demands of one shape have in common, whoever they are about. */
interface Plan {
  shape: string;
  rows: NamedRow[];
  /** The rows as scripts read them. */
  text: string;
}

export function limits(redis: Redis, table: LimitTable, keyring: Keyring, clock: Clock): StoredLimits {
  const limiters = new Map<string, Ratelimit>();
  const plans = new Map<string, Plan>();
  /** Of demands that are nothing but rows: most of them come with the same list each time. */
  const plain = new WeakMap<readonly RowName[], Plan>();
  const inOneStep = oneStep();

  /** One request asks for some of them twice, and every request for the key of all sends. */
  const keysOf = remembered((subject) =>
    remembered((id) => taggedKey(`limit:${subject}`, keyring.pseudonym(subject, id))),
  );
  const keyOf = ({ subject, id }: Pick<Demand, "subject" | "id">): string => keysOf(subject)(id);

  const keyOfAddress = ({ counted }: Address) => keyOf({ subject: "address", id: counted });

  function planOf(demand: Demand): Plan {
    if (demand.waived || demand.guards || demand.costs) return plan(demand);
    const known = plain.get(demand.rows);
    if (known) return known;
    const fresh = plan(demand);
    plain.set(demand.rows, fresh);
    return fresh;
  }

  function plan(demand: Demand): Plan {
    const shape = shapeOf(demand);
    const known = plans.get(shape);
    if (known) return known;
    const { rows, waived = [], guards = [], costs } = demand;
    const costOf = (name: RowName) => costs?.[name] ?? 1;
    const named = [
      ...rows.map((name) => ({ name, ...table[name], need: costOf(name), cost: costOf(name) })),
      ...waived.map((name) => ({ name, ...table[name], need: 0, cost: costOf(name) })),
      ...guards.map((name) => ({ name, ...table[name], need: 1, cost: 0 })),
    ];
    const fresh = { shape, rows: named, text: rowsText(named) };
    plans.set(shape, fresh);
    return fresh;
  }

  function limiterOf(planned: Plan[]): Ratelimit {
    const shape = planned.map((plan) => plan.shape).join("|");
    const known = limiters.get(shape);
    if (known) return known;
    const subjects = planned.map(({ rows }) => rows);
    const limiter = new Ratelimit({
      // Asked by nobody: the algorithm has its own.
      redis: {} as RatelimitRedis,
      ...{ prefix, limiter: windows(redis, subjects, clock) },
      ...{ timeout: 0, ephemeralCache: false, enableTelemetry: false },
    });
    limiters.set(shape, limiter);
    return limiter;
  }

  const secondsUntil = (at: number, now = clock.now()) => Math.max(0, Math.ceil((at - now) / 1000));
  const rowStates = (states: WindowState[], now = clock.now()): RowState[] =>
    states.map(({ name, remaining, resetAt }) => ({
      row: name,
      remaining,
      resetIn: secondsUntil(resetAt, now),
    }));

  const refusalBy = (full: WindowState | undefined) =>
    full
      ? refusalOf(full.name, secondsUntil(full.resetAt))
      : new Outage("store", new Error("it refuses, and names no row"));

  /** One atomic step: nobody ever sees a part of it. */
  async function takeTogether(demands: Demand[]): Promise<Reservation> {
    const keys = demands.map(keyOf);
    const planned = demands.map(planOf);
    // The limiter puts its prefix in front of what it is given.
    const response = await limiterOf(planned).limit(keys.join(" ").slice(prefix.length + 1));
    const { success, refusedBy, windows: found } = response as WindowsResponse;
    if (!success) throw refusalBy(refusedBy);
    const taken = () =>
      planned.map(({ rows }, key) =>
        rows.flatMap(({ name, cost }, row): Given[] => {
          const resetAt = found[key]?.[row]?.resetAt;
          return cost > 0 && resetAt !== undefined ? [{ name, resetAt, amount: cost }] : [];
        }),
      );
    return { rows: rowStates(found.flat()), refund: () => refundWindows(redis, keys, taken()) };
  }

  /**
   * On a cluster no step spans two nodes. The first demand, which refuses most, goes ahead; when one of the others
   * refuses, what was taken is given back, and for a moment it was missing.
   */
  async function takeApart([first, ...others]: Demand[]): Promise<Reservation> {
    const ahead = first ? [await takeTogether([first])] : [];
    const results = await Promise.allSettled(others.map((demand) => takeTogether([demand])));
    const granted = [
      ...ahead,
      ...results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
    ];
    const refund = async () => {
      await Promise.all(granted.map((each) => each.refund()));
    };
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    if (refused.length === 0) return { rows: granted.flatMap(({ rows }) => rows), refund };
    // What cannot be given back stays counted.
    await refund().catch(() => {});
    // A refusal first, whatever else failed: an outage would mean that perhaps something was taken.
    const wait = (reason: unknown) => (reason instanceof Problem ? (reason.members.retryAfter ?? 0) : -1);
    throw refused.sort((one, other) => wait(other) - wait(one))[0];
  }

  return {
    async take(...demands) {
      const together = () => takeTogether(demands);
      return demands.length === 1 ? together() : inOneStep(together, () => takeApart(demands));
    },

    taking(demand) {
      const { rows, text } = planOf(demand);
      return {
        key: keyOf(demand),
        rows: text,
        refusal: (numbers) => refusalBy(refusing(rows, statesOf(rows, numbers))),
        states: (numbers) => rowStates(statesOf(rows, numbers)),
      };
    },

    async read(demand) {
      return rowStates(await readWindows(redis, keyOf(demand), planOf(demand).rows, clock));
    },

    async giveBack(...demands) {
      const given = (demand: Demand) => planOf(demand).rows.map(({ name, cost }) => ({ name, amount: cost }));
      const give = (some: Demand[]) => refundWindows(redis, some.map(keyOf), some.map(given));
      if (demands.length === 0) return;
      // One command where the store can; nothing hangs on their being one step.
      await inOneStep(
        () => give(demands),
        async () => void (await Promise.all(demands.map((demand) => give([demand])))),
      );
    },

    async releaseCooldown(address, beganAt) {
      const { seconds } = table["address-cooldown"];
      await endWindow(redis, keyOfAddress(address), "address-cooldown", beganAt + seconds * 1000);
    },

    failuresKey: keyOfAddress,
  };
}

/** Asked of every demand: most have nothing but one row. */
function shapeOf({ rows, waived, guards, costs }: Demand): string {
  let shape = rows.length === 1 ? (rows[0] ?? "") : rows.join();
  if (waived) shape += ` waived ${waived.join()}`;
  if (guards) shape += ` guards ${guards.join()}`;
  if (costs) shape += ` costs ${JSON.stringify(costs)}`;
  return shape;
}

function refusalOf(row: RowName, retryAfter: number): Problem {
  const code = row === "address-cooldown" ? "cooldown-active" : "rate-limited";
  return new Problem(code, { limit: row, retryAfter: Math.max(1, retryAfter) });
}
