import "server-only";
// A Lua script as a function: EVALSHA, and EVAL once where the server does not know it (after a restart).
import { createHash } from "node:crypto";
import type { Redis } from "@upstash/redis";

export function script<Reply>(source: string) {
  const sha = createHash("sha1").update(source).digest("hex");
  return async (redis: Redis, keys: string[], args: (string | number)[]): Promise<Reply> => {
    const values = args.map(String);
    try {
      return (await redis.evalsha(sha, keys, values)) as Reply;
    } catch (error) {
      if (!(error instanceof Error && error.message.includes("NOSCRIPT"))) throw error;
      return (await redis.eval(source, keys, values)) as Reply;
    }
  };
}
