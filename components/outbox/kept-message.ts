// The orders in which the page shows the messages that the outbox kept.
import type { KeptMessage } from "@/lib/contract";

/** As many as the server keeps. */
const most = 200;

/** Tells messages apart, also when a restarted server counts from one again. */
export function keyOf({ sequence, sentAt }: KeptMessage): string {
  return `${sentAt}#${sequence}`;
}

/** Adds what is not known yet. Newest first. */
export function merge(known: readonly KeptMessage[], more: readonly KeptMessage[]): KeptMessage[] {
  const all = new Map([...known, ...more].map((message) => [keyOf(message), message]));
  return [...all.values()]
    .sort((one, other) => other.sentAt.localeCompare(one.sentAt) || other.sequence - one.sequence)
    .slice(0, most);
}

/** The conversations of a phone: newest at the bottom, both the numbers and what came to each. */
export function byNumber(newestFirst: readonly KeptMessage[]): [number: string, messages: KeptMessage[]][] {
  const numbers = new Map<string, KeptMessage[]>();
  for (const message of newestFirst.toReversed()) {
    const before = numbers.get(message.to) ?? [];
    // Set anew, so that the number moves to the end.
    numbers.delete(message.to);
    numbers.set(message.to, [...before, message]);
  }
  return [...numbers];
}
