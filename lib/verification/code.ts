// The code: digits that exist only in memory and in the message.
import { randomInt } from "node:crypto";
import { codePolicy } from "./policy";

/** Uniform over 000000–999999; `randomInt` rejects rather than folds. */
export function drawCode(): string {
  return randomInt(10 ** codePolicy.length)
    .toString()
    .padStart(codePolicy.length, "0");
}
