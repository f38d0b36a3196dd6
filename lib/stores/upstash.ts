import "server-only";
// Upstash over REST, through the requester of Upstash's own package.
import { errors, Redis } from "@upstash/redis";
import type { Requester } from "./redis";
import type { Store } from "./store";

/** The package's own requester is protected. */
class OwnRedis extends Redis {
  requester(): Requester {
    return this.client as Requester;
  }
}

/** @param deadlineMs for one request, with everything that belongs to it */
export function upstash(url: string, token: string, deadlineMs: number): Store {
  const own = new OwnRedis({
    ...{ url, token },
    // As a function: a signal itself would turn a request that took too long into a made-up success.
    signal: () => AbortSignal.timeout(deadlineMs),
    // Zero, not false, which the package takes for one: what may have been carried out is not sent again.
    retry: { retries: 0 },
    enableTelemetry: false,
    cache: "no-store",
  }).requester();

  /** The package quotes the command, and whatever a proxy on the way has answered, perhaps with our own words. */
  const withoutQuotes = (thrown: unknown): unknown => {
    if (!(thrown instanceof errors.UpstashError)) return thrown;
    if (thrown instanceof errors.UpstashJSONParseError) return new Error("the answer is not JSON");
    const [text = ""] = thrown.message.replaceAll(token, "…").split(", command was:");
    return new errors.UpstashError(text);
  };

  return {
    requester: {
      async request<Result>(request: Parameters<Requester["request"]>[0]) {
        const reply = await own.request<Result>(request).catch((thrown: unknown) => {
          throw withoutQuotes(thrown);
        });
        const sent = request.path?.[0] === "pipeline" ? (request.body as unknown[]).length : undefined;
        if (sent !== undefined && (!Array.isArray(reply) || reply.length !== sent))
          throw new Error("not an answer to a pipeline");
        return reply;
      },
    },
    close: async () => {},
  };
}
