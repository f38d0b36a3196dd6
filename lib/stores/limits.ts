import "server-only";
// The limit table applied: @upstash/ratelimit over the windows of each subject. Fails closed: no time-out
// that lets requests pass, no cache that forgets a refund.
import { Ratelimit } from "@upstash/ratelimit";
import type { Redis } from "@upstash/redis";
import type { Clock, Demand, Keyring, Limits, RowState } from "../ports";
import { Problem } from "../problem";
import type { LimitTable, RowName } from "../verification/policy";
import {
  endWindow,
  type NamedRow,
  readWindows,
  refundWindows,
  type WindowState,
  type WindowsResponse,
  windows,
} from "./windows";

export function limits(redis: Redis, table: LimitTable, keyring: Keyring, clock: Clock): Limits {
  const limiters = new Map<string, Ratelimit>();
  const prefixOf = (subject: Demand["subject"]) => `fg:limit:${subject}`;

  /** The first characters are the hash tag: see Keyring. */
  const idOf = (subject: Demand["subject"], id: string) => {
    const name = keyring.pseudonym(subject, id);
    return `{${name.slice(0, 3)}}${name.slice(3)}`;
  };

  const rowsOf = ({ rows, guards = [] }: Demand): NamedRow[] => [
    ...rows.map((name) => ({ name, ...table[name] })),
    ...guards.map((name) => ({ name, ...table[name], guard: true })),
  ];

  function limiterOf(demand: Demand): Ratelimit {
    const name = JSON.stringify([demand.subject, demand.rows, demand.guards]);
    const known = limiters.get(name);
    if (known) return known;
    const limiter = new Ratelimit({
      redis,
      prefix: prefixOf(demand.subject),
      limiter: windows(rowsOf(demand), clock),
      timeout: 0,
      ephemeralCache: false,
      enableTelemetry: false,
    });
    limiters.set(name, limiter);
    return limiter;
  }

  const secondsUntil = (at: number) => Math.max(0, Math.ceil((at - clock.now()) / 1000));
  const rowStates = (states: WindowState[]): RowState[] =>
    states.map(({ name, remaining, resetAt }) => ({ row: name, remaining, resetIn: secondsUntil(resetAt) }));

  return {
    async take(...demands) {
      const results = await Promise.allSettled(
        demands.map(async (demand) => {
          const id = idOf(demand.subject, demand.id);
          const response = (await limiterOf(demand).limit(id)) as WindowsResponse;
          const taken = response.windows.filter(({ name }) => demand.rows.includes(name));
          const refund = () => refundWindows(redis, `${prefixOf(demand.subject)}:${id}`, taken);
          return { response, refund };
        }),
      );
      const answers = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      const granted = answers.filter(({ response }) => response.success);
      const refund = async () => {
        await Promise.all(granted.map((grant) => grant.refund()));
      };

      const refusals = answers.flatMap(({ response }) => response.refusedBy ?? []);
      const failed = results.find((result) => result.status === "rejected");
      // What cannot be given back stays counted.
      if (failed ?? refusals.length > 0) await refund().catch(() => {});
      const worst = refusals.sort((one, other) => other.resetAt - one.resetAt)[0];
      // Said first, whatever else failed: an outage would mean that perhaps something was taken.
      if (worst) throw refusalOf(worst.name, secondsUntil(worst.resetAt));
      if (failed) throw failed.reason;
      return { rows: rowStates(answers.flatMap(({ response }) => response.windows)), refund };
    },

    async read(demand) {
      const key = `${prefixOf(demand.subject)}:${idOf(demand.subject, demand.id)}`;
      return rowStates(await readWindows(redis, key, rowsOf(demand), clock));
    },

    async releaseCooldown(address, beganAt) {
      const { seconds } = table["address-cooldown"];
      const key = `${prefixOf("address")}:${idOf("address", address)}`;
      await endWindow(redis, key, "address-cooldown", beganAt + seconds * 1000);
    },

    failuresKey: (address) => `${prefixOf("address")}:${idOf("address", address)}`,
  };
}

function refusalOf(row: RowName, retryAfter: number): Problem {
  const code = row === "address-cooldown" ? "cooldown-active" : "rate-limited";
  return new Problem(code, { limit: row, retryAfter: Math.max(1, retryAfter) });
}
