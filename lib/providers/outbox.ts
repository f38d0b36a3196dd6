import "server-only";
// The outbox: keeps messages here instead of sending them, for development, demonstrations and tests.
// In memory and bounded, so that codes never reach a disk.
import type { KeptMessage } from "../contract";
import type { Clock, Provider } from "../ports";

export interface Outbox extends Provider {
  /** Newest first. */
  messages(): readonly KeptMessage[];
  /** @returns a function that stops it. */
  subscribe(listener: (message: KeptMessage) => void): () => void;
}

const most = 200;

export function outbox(clock: Clock): Outbox {
  const kept: KeptMessage[] = [];
  const listeners = new Set<(message: KeptMessage) => void>();
  let sequence = 0;
  return {
    name: "outbox",
    channels: ["email", "sms"],
    async send({ channel, to, code, locale, text, subject, html }) {
      sequence += 1;
      const parts = { channel, to, code, locale, text, ...(subject && { subject }), ...(html && { html }) };
      const keeping: KeptMessage = { ...parts, sentAt: new Date(clock.now()).toISOString(), sequence };
      kept.unshift(keeping);
      kept.length = Math.min(kept.length, most);
      for (const listener of listeners) listener(keeping);
      return { vendorId: `outbox-${sequence}` };
    },
    messages: () => kept,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
