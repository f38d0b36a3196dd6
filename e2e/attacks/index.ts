// Every attack, by theme. One more is an object in its theme's file, and in faults.ts what makes it succeed.
import { accounts } from "./accounts";
import type { Attack } from "./attack";
import { captcha } from "./captcha";
import { clientAddress } from "./client-address";
import { guessing } from "./guessing";
import { leaks } from "./leaks";
import { learning } from "./learning";
import { lockOut } from "./lock-out";
import { sending } from "./sending";
import { session } from "./session";
import { wire } from "./wire";

export const attacks: readonly Attack[] = [
  ...guessing,
  ...captcha,
  ...sending,
  ...clientAddress,
  ...learning,
  ...lockOut,
  ...wire,
  ...session,
  ...accounts,
  ...leaks,
];
