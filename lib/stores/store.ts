// A store as the composition root sees it, whatever lies behind.
import type { Requester } from "./redis";

export interface Store {
  /** For `openRedis`. */
  requester: Requester;
  /** @throws when it cannot serve */
  check(): Promise<unknown>;
  close(): Promise<void>;
}
