// A store as the composition root sees it, whatever lies behind.
import type { Requester } from "./redis";

export interface Store {
  /** For `openRedis`. */
  requester: Requester;
  /** Where one answer does not speak for all of it. @throws when a part cannot serve */
  check?(): Promise<unknown>;
  close(): Promise<void>;
}
