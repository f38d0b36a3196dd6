// Receipts: what vendors report about messages. Only messages that were really sent count, in any order, and
// however often they are reported.
import type { Challenges, Receipt, SentMessages, Tallies } from "../ports";

export interface Parts {
  sent: SentMessages;
  challenges: Pick<Challenges, "setDelivery">;
  tallies: Tallies;
}

export function receipts({ sent, challenges, tallies }: Parts) {
  return {
    async record(provider: string, reported: readonly Receipt[]): Promise<void> {
      for (const { vendorId, delivery } of reported) {
        const message = await sent.find(provider, vendorId);
        if (!message) continue;
        const { challengeId, digest, country } = message;
        // A report that moved nothing is a repetition, or comes after the end of the challenge.
        const moved = await challenges.setDelivery(challengeId, digest, delivery);
        if (moved) await tallies.count(provider, country, delivery);
      }
    },
  };
}

export type Receipts = ReturnType<typeof receipts>;
