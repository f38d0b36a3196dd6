// What was typed into an address form, kept for a reload of this tab. Never a code or a password.
// Anything unreadable counts as nothing kept; a full or forbidden storage is no reason to stop.
import type { Channel } from "@/lib/contract";
import type { AddressDraft } from "./address-field";

const key = "firstgate.draft";

export interface Draft extends AddressDraft {
  channel: Channel;
}

export function readDraft(): Draft | undefined {
  try {
    return parse(JSON.parse(sessionStorage.getItem(key) ?? "null"));
  } catch {
    return undefined;
  }
}

export function keepDraft({ channel, email, phone: { country, national } }: Draft) {
  try {
    sessionStorage.setItem(key, JSON.stringify({ channel, email, phone: { country, national } }));
  } catch {}
}

export function forgetDraft() {
  try {
    sessionStorage.removeItem(key);
  } catch {}
}

function parse(value: Partial<Draft> | null): Draft | undefined {
  const { channel, email, phone } = value ?? {};
  if (channel !== "email" && channel !== "sms") return undefined;
  const { country, national } = phone ?? {};
  const texts = [email, country, national];
  if (!texts.every((text) => typeof text === "string" && text.length < 1000)) return undefined;
  return { channel, email, phone: { country, national } } as Draft;
}
