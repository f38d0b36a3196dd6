import "server-only";
// One `Redis` over any requester. Commands issued in one turn of the event loop travel as one request, and a
// store that does not answer is an outage, not a bug.
import { Redis, type UpstashRequest } from "@upstash/redis";
import { isOutage, Outage } from "../problem";

export type Requester = Extract<ConstructorParameters<typeof Redis>[0], { request: unknown }>;

/** Upstash's own switch for pipelining is ignored beside a requester; what it switches is protected. */
class PipeliningRedis extends Redis {
  pipelining(): Redis {
    return this.autoPipeline();
  }
}

export function openRedis(requester: Requester): Redis {
  return new PipeliningRedis({
    request: <Result>(request: UpstashRequest) =>
      requester.request<Result>(request).catch((error: unknown) => {
        throw isOutage(error) ? error : new Outage("store", error);
      }),
  }).pipelining();
}
