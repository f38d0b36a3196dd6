// The codes of a challenge: digits that exist only in memory and in the message. Drawn, digested, delivered, and
// given up when their delivery was lost. Pure.
import { randomInt, randomUUID } from "node:crypto";
import { type Address, keptAddress } from "../address";
import type { Delivery } from "../contract";
import type { Message, Outcome, Reservation, StoredChallenge, StoredCode, Subject } from "../ports";
import type { Mend } from "./amends";
import type { Bills } from "./bills";
import type { Parts } from "./parts";
import { codePolicy, deliveryPatienceSeconds, deliverySeconds } from "./policy";
import type { Standing } from "./standing";

/** Uniform over 000000–999999; `randomInt` rejects rather than folds. */
export function drawCode(): string {
  return randomInt(10 ** codePolicy.length)
    .toString()
    .padStart(codePolicy.length, "0");
}

export function codes(parts: Parts & { mend: Mend; bills: Bills; standing: Standing }) {
  const { challenges, limits, keyring, dispatch, compose, sent, tallies, clock } = parts;
  const { mend, bills, standing } = parts;

  /** What the challenge is about is sealed for the same id: neither can be exchanged. */
  const digestOf = (id: string, code: string) => keyring.digest("code", id, code);

  /** A fresh code for a challenge: its digest for the store, and how to deliver it. */
  function issue(id: string, subject: Subject, address: Address) {
    const code = drawCode();
    const { purpose, channel, locale } = subject;
    const { country = "" } = address;
    const beganAt = clock.now();
    const stored: StoredCode = {
      digest: digestOf(id, code),
      expiresAt: beganAt + codePolicy.lifetimeSeconds * 1000,
    };
    const minutes = codePolicy.lifetimeSeconds / 60;
    const message: Message = {
      // The challenge's own id is a capability, and a vendor's log would hold it beside the code.
      id: randomUUID(),
      ...{ channel, to: address.value, code, minutes, purpose, locale },
      ...compose({ channel, purpose, code, minutes, locale }),
      ...(country && { country }),
    };

    /** @param again whether an earlier try was interrupted, after it had done who knows what */
    const note = async (outcome: Outcome, taken: Reservation, again: boolean) => {
      if (outcome.kind === "nothing-sent") {
        // So nothing was spent: the person may try again at once.
        const moved = await challenges.voidCode(id, stored.digest);
        if (again) await limits.releaseCooldown(address, beganAt);
        else if (moved) await taken.refund();
      } else if (outcome.kind === "perhaps-sent") {
        // Perhaps paid for, so only the wait is given back; the code still works if it arrives.
        const moved = await challenges.setDelivery(id, stored.digest, "failed");
        if (moved || again) await limits.releaseCooldown(address, beganAt);
      } else {
        const { provider, vendorId } = outcome;
        // In one trip. What stands beside the first is bookkeeping: a message that was sent stays sent without it,
        // and where it is tried again a country looks less proven than it is.
        const [marked] = await Promise.allSettled([
          challenges.setDelivery(id, stored.digest, "sent", provider),
          sent.put(provider, vendorId, { challengeId: id, digest: stored.digest, country }),
          tallies.count(provider, country, "sent"),
        ]);
        if (marked.status === "rejected") throw marked.reason;
      }
    };

    const deliver = async (taken: Reservation) => {
      const outcome = await dispatch.deliver(message, {
        endsAt: beganAt + deliverySeconds * 1000,
        mayRepeat: () =>
          limits.take(...bills.repetition(address, standing.isProven(address))).then(
            () => true,
            () => false,
          ),
      });
      let tries = 0;
      await mend(() => note(outcome, taken, tries++ > 0), deliveryPatienceSeconds);
    };
    return { stored, beganAt, deliver };
  }

  /**
   * A code that has been on its way for too long was lost with the process that had it: its delivery counts
   * as failed and its cooldown is released, once.
   */
  async function settle(id: string, found: StoredChallenge): Promise<Delivery> {
    const { code, subject, delivery } = found;
    const beganAt = code.expiresAt - codePolicy.lifetimeSeconds * 1000;
    if (delivery !== "queued" || clock.now() < beganAt + deliveryPatienceSeconds * 1000) return delivery;
    // In this order: whoever is interrupted between the two begins anew.
    await limits.releaseCooldown(keptAddress(subject), beganAt);
    await challenges.setDelivery(id, code.digest, "failed");
    return "failed";
  }

  return { issue, digestOf, settle };
}
