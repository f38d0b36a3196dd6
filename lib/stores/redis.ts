import "server-only";
// The commands of a store, over any requester of Upstash's. Those asked for in one turn of the event loop, by whatever
// requests, travel as one request; a store that does not answer is an outage, not a bug. Upstash's own client would put
// only commands of one request together, guess at the types of what comes back, and cost a fifth of a send.
import { errors, type Redis as UpstashRedis } from "@upstash/redis";
import { isOutage, Outage } from "../problem";

export type Requester = Extract<ConstructorParameters<typeof UpstashRedis>[0], { request: unknown }>;

/** What one command is answered with; a refusal is an error. */
export interface Reply {
  result?: unknown;
  error?: string;
}

export interface Redis {
  /**
   * @param command its name in upper case, and its arguments
   * @returns texts, integers, lists and null, as the store says them
   * @throws UpstashError what the store refuses it with; Outage
   */
  ask(...command: string[]): Promise<unknown>;
}

interface Asked {
  command: string[];
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * Commands in one request. Whoever is answered together asks together again: with all of a turn in one, under load the
 * store stands still while we work, and we while it does, and a send takes a third longer.
 */
const mostAtOnce = 12;

export function openRedis(requester: Requester): Redis {
  let asked: Asked[] = [];

  async function send(batch: Asked[]): Promise<void> {
    const body = batch.map(({ command }) => command);
    try {
      const replies = (await requester.request({ path: ["pipeline"], body })) as Reply[];
      for (const [index, { resolve, reject }] of batch.entries()) {
        const { result, error } = replies[index] ?? { error: "no answer" };
        if (error === undefined) resolve(result);
        else reject(new errors.UpstashError(error));
      }
    } catch (error) {
      const outage = isOutage(error) ? error : new Outage("store", error);
      for (const { reject } of batch) reject(outage);
    }
  }

  const sendAll = () => {
    const all = asked;
    asked = [];
    for (let from = 0; from < all.length; from += mostAtOnce) void send(all.slice(from, from + mostAtOnce));
  };

  return {
    ask: (...command) =>
      new Promise((resolve, reject) => {
        if (asked.length === 0) setImmediate(sendAll);
        asked.push({ command, resolve, reject });
      }),
  };
}
