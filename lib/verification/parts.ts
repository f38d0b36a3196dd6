// What the verification is made of.
import type {
  Captcha,
  Challenges,
  Clock,
  Compose,
  Dispatch,
  Keyring,
  Limits,
  Log,
  Prices,
  Risk,
  SentMessages,
  Tallies,
  Timers,
} from "../ports";
import type { LimitTable } from "./policy";

export interface Parts {
  captcha: Captcha;
  challenges: Challenges;
  limits: Limits;
  /** The rows that `limits` applies. */
  table: LimitTable;
  keyring: Keyring;
  dispatch: Dispatch;
  compose: Compose;
  sent: SentMessages;
  tallies: Tallies;
  /** Absent where the operator named none: then messages are counted, and not their cost. */
  prices?: Prices;
  risk: Pick<Risk, "learnAddress">;
  log: Log;
  clock: Clock;
  timers: Timers;
}
