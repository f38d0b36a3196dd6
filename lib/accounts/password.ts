// What makes a password acceptable (NIST SP 800-63B-4 3.1.1.2: length and a blocklist, no rules of composition).
import { passwordLength } from "../contract";
import type { AccountRecord, Passwords } from "../ports";
import { type Fault, Problem } from "../problem";

/** Whose password it is to be: what others know of them, they try first. */
export type Owner = Pick<AccountRecord, "email" | "phone" | "name">;

/** @param ourWords what everybody here thinks of first @throws Problem `weak-password` */
export async function refuseWeak(
  password: string,
  owner: Owner,
  { passwords, ourWords }: { passwords: Pick<Passwords, "isCommon">; ourWords: readonly string[] },
): Promise<void> {
  const detail =
    lengthFault(password) ??
    ((await passwords.isCommon(password)) ? "one of the passwords that are guessed first" : undefined) ??
    (isAllKnown(password, wordsOf(owner, ourWords)) ? "made of your address, your name or ours" : undefined);
  if (detail === undefined) return;
  const fault: Fault = { pointer: "/password", detail };
  throw new Problem("weak-password", { errors: [fault] });
}

function lengthFault(password: string): string | undefined {
  // Counted as a person counts: one emoji is one character.
  const length = [...password.normalize("NFC")].length;
  if (length < passwordLength.min) return `at least ${passwordLength.min} characters`;
  if (length > passwordLength.max) return `at most ${passwordLength.max} characters`;
  return undefined;
}

/** Of fewer letters nothing can be said: they are in half of all passwords. */
const leastLetters = 3;

/** Letters and digits as one compares them. */
const plain = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

function wordsOf({ email, phone, name }: Owner, ourWords: readonly string[]): string[] {
  const local = email?.slice(0, email.lastIndexOf("@")) ?? "";
  const texts = [...ourWords, email ?? "", local, ...local.split(/[^\p{L}\p{N}]/u)];
  texts.push(name ?? "", ...(name ?? "").split(/\s/));
  // However a number is written, its end is what it is known by.
  const numbers = phone ? [plain(phone), plain(phone).slice(-8)] : [];
  const words = texts.map(plain).filter((word) => [...word].length >= leastLetters);
  return [...new Set([...words, ...numbers])].sort((one, other) => other.length - one.length);
}

/** Whether nothing but figures is left without these words: "Firstgate2026!" says no more than "Firstgate". */
function isAllKnown(password: string, words: string[]): boolean {
  const typed = plain(password);
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), typed);
  return rest !== typed && !/\p{L}/u.test(rest) && rest.length <= Math.max(4, typed.length / 2);
}
