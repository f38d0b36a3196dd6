// What makes a password acceptable, apart from the list of common ones (NIST SP 800-63B-4 3.1.1.2:
// length and a blocklist, no rules of composition).
import { passwordLength } from "../contract";
import type { Fault } from "../problem";

export function passwordFaults(password: string): Fault[] {
  // Counted as a person counts: one emoji is one character.
  const length = [...password.normalize("NFC")].length;
  if (length < passwordLength.min) return [fault(`at least ${passwordLength.min} characters`)];
  if (length > passwordLength.max) return [fault(`at most ${passwordLength.max} characters`)];
  return [];
}

export const commonPassword = fault("one of the passwords that are guessed first");

function fault(detail: string): Fault {
  return { pointer: "/password", detail };
}
