import "server-only";
// A Lua script as a function: EVALSHA, and EVAL once where the server does not know it (after a restart).
import { createHash } from "node:crypto";
import { Outage } from "../problem";
import type { Redis } from "./redis";

/**
 * @param fits whether this can be the script's reply
 * @returns throws an Outage for any other: whatever answered was not our store, and must not be taken for a yes
 */
export function script<Reply>(source: string, fits: (reply: unknown) => boolean) {
  const sha = createHash("sha1").update(source).digest("hex");
  const checked = (reply: unknown): Reply => {
    if (!fits(reply)) throw new Outage("store", new Error("not an answer to this script"));
    return reply as Reply;
  };
  return (redis: Redis, keys: string[], args: (string | number)[]): Promise<Reply> => {
    const values = [String(keys.length), ...keys, ...args.map(String)];
    return redis.ask("EVALSHA", sha, ...values).then(checked, (error) => {
      if (!(error instanceof Error && error.message.includes("NOSCRIPT"))) throw error;
      return redis.ask("EVAL", source, ...values).then(checked);
    });
  };
}

export const isNumber = (reply: unknown) => Number.isFinite(reply);
export const isNumbers = (reply: unknown) => Array.isArray(reply) && reply.every(isNumber);
