// What the holder of a session changes about the account, and its end. Pure.
import type { Account } from "../contract";
import { Problem } from "../problem";
import { type Parts, publicly } from "./parts";
import type { Proofs } from "./proofs";
import type { Sessions } from "./sessions";

interface Own extends Pick<Parts, "store"> {
  proving: Proofs;
  sessions: Sessions;
}

type Token = string | undefined;

export function profile({ store, proving, sessions }: Own) {
  return {
    /** @throws Problem `unauthenticated` */
    async changeName(token: Token, name: string | null): Promise<Account> {
      const { account } = await sessions.holder(token);
      const changed = { ...account, name: name || null };
      await store.setName(account.id, changed.name);
      return publicly(changed);
    },

    /**
     * By a proof of purpose change-address: the account's address of that channel, its first one or another.
     * @throws Problem `unauthenticated`, `session-stale`, `proof-gone`, `account-exists`; only the last may have cost
     * the proof
     */
    async changeAddress(token: Token, proof: string, ip: string): Promise<Account> {
      const [{ account, session }, subject] = await Promise.all([
        sessions.holder(token),
        proving.read(proof, ["change-address"], ip),
      ]);
      if (!sessions.isFresh(session)) throw new Problem("session-stale");
      const { channel, address } = subject;
      const taken = new Problem("account-exists");
      const found = await store.findByAddress(channel, address);
      if (found && found.id !== account.id) throw taken;
      await proving.spend(proof, async () => {
        // Somebody may have taken it meanwhile: the database knows.
        if (!(await store.setAddress(account.id, channel, address))) throw taken;
      });
      return publicly({ ...account, ...(channel === "email" ? { email: address } : { phone: address }) });
    },

    /**
     * By a proof of purpose delete-account, of one of its own addresses.
     * @throws Problem `unauthenticated`, `proof-gone`
     */
    async remove(token: Token, proof: string, ip: string): Promise<void> {
      const [{ account }, { channel, address }] = await Promise.all([
        sessions.holder(token),
        proving.read(proof, ["delete-account"], ip),
      ]);
      if (address !== (channel === "email" ? account.email : account.phone)) throw new Problem("proof-gone");
      await proving.spend(proof, () => store.deleteAccount(account.id));
    },
  };
}
