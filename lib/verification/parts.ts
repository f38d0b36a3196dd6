// What the verification is made of.
import type {
  Captcha,
  Challenges,
  Clock,
  Compose,
  Dispatch,
  Keyring,
  Limits,
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
  clock: Clock;
  timers: Timers;
}
