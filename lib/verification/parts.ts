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

export interface Parts {
  captcha: Captcha;
  challenges: Challenges;
  limits: Limits;
  keyring: Keyring;
  dispatch: Dispatch;
  compose: Compose;
  sent: SentMessages;
  tallies: Tallies;
  clock: Clock;
  timers: Timers;
}
