import "server-only";
import type { Keyring } from "../ports";
import { Outage } from "../problem";

/** @throws Outage when the store gives back what was never put there */
export function unseal<Value>(keyring: Keyring, id: string, sealed: unknown): Value {
  try {
    return keyring.open(id, String(sealed)) as Value;
  } catch {
    throw new Outage("store", new Error("it holds what was not sealed here"));
  }
}
