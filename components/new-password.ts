// What a new password must be before it is sent; the server judges the rest. Brings zod along through the contract, so
// it is imported late.
import { passwordLength } from "@/lib/contract";
import type { Translate } from "@/messages/translator";

/** What is wrong with it, if anything is. */
export function faultIn(t: Translate, password: string): string | undefined {
  if (password === "") return t("password.newMissing");
  if (password.length < passwordLength.min) return t("password.short", passwordLength);
  if (password.length > passwordLength.max) return t("password.long", passwordLength);
  return undefined;
}

export const shortestPassword = passwordLength.min;
