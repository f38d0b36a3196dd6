// Where a thing that can be taken once is kept. By itself, so that an operator's tools can look there, too.
import type { Keyring } from "../ports";

export type OnceName = "puzzle" | "captcha-token" | "proof";

export function onceKey(name: OnceName, id: string, keyring: Keyring): string {
  return `fg:${name}:{${id.slice(0, 3)}}${keyring.digest(name, id)}`;
}
