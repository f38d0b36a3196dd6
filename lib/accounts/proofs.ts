// Proofs: read first, to refuse what can be refused without spending one, then taken, once. Pure.
import type { Purpose } from "../contract";
import type { Limits, Once, Subject } from "../ports";
import { Problem } from "../problem";

/** Whoever is new and whoever is not come through one door: they learn which they are once they have proven an address. */
export const entering: readonly Purpose[] = ["sign-up", "sign-in"];

export function proofs({ proofs, limits }: { proofs: Once<Subject>; limits: Limits }) {
  return {
    /**
     * What it proves, beside the limit per client.
     * @throws Problem `proof-gone` where there is none, or it is for something else
     */
    async read(proof: string, purposes: readonly Purpose[], ip: string): Promise<Subject> {
      const [, subject] = await Promise.all([
        limits.take({ subject: "ip", id: ip, rows: ["ip-requests-minute"] }),
        proofs.read(proof),
      ]);
      if (!subject || !purposes.includes(subject.purpose)) throw new Problem("proof-gone");
      return subject;
    },

    /**
     * Takes it and does what it is for. Where that fails by no fault of the person's, who has proven the address, the
     * proof is good for another try.
     * @throws Problem `proof-gone`, and whatever the work throws
     */
    async spend<Result>(proof: string, work: (subject: Subject) => Promise<Result>): Promise<Result> {
      const taken = await proofs.take(proof);
      if (!taken) throw new Problem("proof-gone");
      try {
        return await work(taken.value);
      } catch (error) {
        const isAnswer = error instanceof Problem && error.code !== "unavailable";
        // If even that fails, they hear of the first failure: it is the one to mend.
        if (!isAnswer) await taken.restore().catch(() => {});
        throw error;
      }
    },
  };
}

export type Proofs = ReturnType<typeof proofs>;
