// What every database must show of accounts and sessions.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AccountRecord, AccountStore } from "../ports";
import { accountStore } from "./accounts";
import type { Sql } from "./sql";

export function describeAccounts(name: string, open: () => Promise<Sql>) {
  describe(`accounts on ${name}`, () => {
    let sql: Sql;
    let store: AccountStore;
    const createdAt = Date.UTC(2026, 0, 1);
    const ada: AccountRecord = {
      ...{ id: "ada", email: "ada@example.com", phone: null, name: "Ada", passwordHash: null, createdAt },
    };
    const session = { digest: "digest", accountId: "ada", createdAt, expiresAt: createdAt + 1000 };

    beforeEach(async () => {
      sql = await open();
      store = accountStore(sql);
    });
    afterEach(() => sql.close());

    it("are found by their address as they were inserted", async () => {
      expect(await store.insert(ada, session)).toBe(true);
      expect(await store.findByAddress("email", "ada@example.com")).toEqual(ada);
      expect(await store.findByAddress("sms", "ada@example.com")).toBeUndefined();
    });

    it("exist once per address, also when twenty are inserted at once", async () => {
      const inserts = Array.from({ length: 20 }, (_, index) =>
        store.insert({ ...ada, id: `ada-${index}` }, { ...session, digest: `${index}` }),
      );
      expect((await Promise.all(inserts)).filter(Boolean)).toHaveLength(1);
    });

    it("come with their session or not at all", async () => {
      await store.insert(ada, session);
      // The digest is taken, so the session cannot be written, and so the account must not be.
      await expect(
        store.insert({ ...ada, id: "eve", email: "eve@example.com" }, { ...session, accountId: "eve" }),
      ).rejects.toThrow();
      expect(await store.findByAddress("email", "eve@example.com")).toBeUndefined();
      expect(
        await store.insert({ ...ada, id: "ada-2" }, { ...session, digest: "other", accountId: "ada-2" }),
      ).toBe(false);
      expect(await store.findBySession("other", createdAt)).toBeUndefined();
    });

    it("may be many without a phone number", async () => {
      await store.insert(ada, session);
      expect(
        await store.insert(
          { ...ada, id: "eve", email: "eve@example.com" },
          { ...session, digest: "eve", accountId: "eve" },
        ),
      ).toBe(true);
    });

    it("are found by their session until it ends", async () => {
      await store.insert(ada, session);
      expect(await store.findBySession("digest", createdAt + 999)).toEqual(ada);
      expect(await store.findBySession("digest", createdAt + 1000)).toBeUndefined();
      await store.deleteSession("digest");
      expect(await store.findBySession("digest", createdAt)).toBeUndefined();
    });

    it("treat hostile text as text", async () => {
      const name = `'; DROP TABLE accounts; -- \u0000 🙂 ${"x".repeat(1000)}`;
      await store.insert({ ...ada, name: name.replace("\u0000", "") }, session);
      expect((await store.findByAddress("email", ada.email ?? ""))?.name).toBe(name.replace("\u0000", ""));
    });
  });
}
