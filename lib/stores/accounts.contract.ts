// What every database must show of accounts and sessions.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccountRecord, AccountStore, SessionRecord } from "../ports";
import { leaks } from "../testing/leaks";
import { accountStore } from "./accounts";
import type { Sql } from "./sql";

/** @param open a fresh database, as seen over one connection or several */
export function describeAccounts(name: string, open: () => Promise<[Sql, ...Sql[]]>) {
  describe(`accounts on ${name}`, () => {
    let sqls: [Sql, ...Sql[]];
    let sql: Sql;
    let store: AccountStore;
    let stores: AccountStore[];
    const createdAt = Date.UTC(2026, 0, 1);
    const ada: AccountRecord = {
      ...{ id: "ada", email: "ada@example.com", phone: null, name: "Ada", passwordHash: null, createdAt },
    };
    const eve = { ...ada, id: "eve", email: "eve@example.com" };
    const device = { browser: "Chrome", system: null, country: "DE" };
    const session: SessionRecord = {
      ...{ digest: "digest", accountId: "ada", ...device },
      ...{ createdAt, lastSeenAt: createdAt, expiresAt: createdAt + 1000 },
    };

    /** A session that lasts. */
    const sessionOf = (account: AccountRecord, digest: string): SessionRecord => ({
      ...{ digest, accountId: account.id, ...device },
      ...{ createdAt: account.createdAt, lastSeenAt: account.createdAt, expiresAt: account.createdAt + 1000 },
    });
    const digests = async () =>
      (await sql.query<{ digest: string }>("SELECT digest FROM sessions ORDER BY digest")).map(
        (row) => row.digest,
      );
    /** Spread over all connections. */
    const atOnce = <Result>(count: number, work: (each: AccountStore, index: number) => Promise<Result>) =>
      Promise.all(
        Array.from({ length: count }, (_, index) =>
          work(stores[index % stores.length] as AccountStore, index),
        ),
      );

    beforeEach(async () => {
      sqls = await open();
      [sql] = sqls;
      stores = sqls.map(accountStore);
      store = accountStore(sql);
    });
    afterEach(() => Promise.all(sqls.map((each) => each.close())));

    it("are found by their address as they were inserted", async () => {
      const gus = { ...ada, id: "gus", email: null, phone: "+4915123456789", passwordHash: "$argon2id$…" };
      expect(await store.insert(ada, session)).toBe(true);
      expect(await store.insert(gus, sessionOf(gus, "gus"))).toBe(true);
      expect(await store.findByAddress("email", "ada@example.com")).toEqual(ada);
      expect(await store.findByAddress("sms", "ada@example.com")).toBeUndefined();
      expect(await store.findByAddress("sms", "+4915123456789")).toEqual(gus);
    });

    it("exist once per address, also when twenty are inserted at once", async () => {
      const inserted = await atOnce(20, (each, index) =>
        each.insert({ ...ada, id: `ada-${index}` }, sessionOf({ ...ada, id: `ada-${index}` }, `${index}`)),
      );
      expect(inserted.filter(Boolean)).toHaveLength(1);
      const winner = inserted.indexOf(true);
      expect((await store.findByAddress("email", "ada@example.com"))?.id).toBe(`ada-${winner}`);
      expect(await digests()).toEqual([`${winner}`]);
    });

    it("are all made when twenty people come at once", async () => {
      const inserted = await atOnce(20, (each, index) => {
        const one = { ...ada, id: `one-${index}`, email: `one-${index}@example.com` };
        return each.insert(one, sessionOf(one, `${index}`));
      });
      expect(inserted).toEqual(Array(20).fill(true));
      expect(await digests()).toHaveLength(20);
    });

    it("come with their session or not at all", async () => {
      await store.insert(ada, session);
      // The digest is taken, so the session cannot be written, and so the account must not be.
      await expect(store.insert(eve, { ...session, accountId: "eve" })).rejects.toThrow();
      expect(await store.findByAddress("email", "eve@example.com")).toBeUndefined();
      expect(
        await store.insert({ ...ada, id: "ada-2" }, { ...session, digest: "other", accountId: "ada-2" }),
      ).toBe(false);
      expect(await store.findBySession("other", createdAt)).toBeUndefined();
    });

    it("are replaced, with their sessions, by a later try under the same id", async () => {
      await store.insert(ada, session);
      const again = { ...ada, name: "Ada L.", passwordHash: "hash", createdAt: createdAt + 1 };
      expect(await store.insert(again, sessionOf(again, "again"))).toBe(true);
      expect(await store.findByAddress("email", "ada@example.com")).toEqual(again);
      expect(await store.findBySession("digest", createdAt)).toBeUndefined();
      expect((await store.findBySession("again", createdAt))?.account).toEqual(again);
      expect(await store.insert(again, sessionOf(again, "once more"))).toBe(true);
      expect(await digests()).toEqual(["once more"]);
    });

    it("stay as they are when an earlier try under the same id arrives late", async () => {
      const later = { ...ada, name: "Later", createdAt: createdAt + 800 };
      await store.insert(later, sessionOf(later, "later"));
      expect(await store.insert(ada, session)).toBe(false);
      expect(await store.findByAddress("email", "ada@example.com")).toEqual(later);
      expect(await digests()).toEqual(["later"]);
    });

    it("are one account with one session after twenty tries under the same id at once", async () => {
      const inserted = await atOnce(20, (each, index) => {
        const one = { ...ada, createdAt: createdAt + index };
        return each.insert(one, sessionOf(one, `${index}`));
      });
      expect(inserted.filter(Boolean).length).toBeGreaterThan(0);
      const [digest = "", ...others] = await digests();
      expect(others).toEqual([]);
      const kept = await store.findBySession(digest, createdAt);
      expect(kept?.account.createdAt).toBe(createdAt + Number(digest));
      expect(inserted[Number(digest)]).toBe(true);
    });

    it("may be many without a phone number", async () => {
      await store.insert(ada, session);
      expect(await store.insert(eve, sessionOf(eve, "eve"))).toBe(true);
    });

    it("are found by their session until it ends", async () => {
      await store.insert(ada, session);
      expect(await store.findBySession("digest", createdAt + 999)).toEqual({ account: ada, session });
      expect(await store.findBySession("digest", createdAt + 1000)).toBeUndefined();
      await store.deleteSession("digest");
      expect(await store.findBySession("digest", createdAt)).toBeUndefined();
    });

    describe("a session that begins", () => {
      const second = sessionOf(ada, "second");

      it("stands beside the others, or in place of the one that it replaces", async () => {
        await store.insert(ada, session);
        expect(await store.beginSession(second, {})).toBe(true);
        expect(await digests()).toEqual(["digest", "second"]);
        expect(await store.beginSession(sessionOf(ada, "third"), {}, "second")).toBe(true);
        expect(await digests()).toEqual(["digest", "third"]);
      });

      it("replaces one of another account, also with the first of a new account", async () => {
        await store.insert(ada, session);
        expect(await store.insert(eve, sessionOf(eve, "eve"), "digest")).toBe(true);
        expect(await digests()).toEqual(["eve"]);
      });

      it("ends none where it cannot begin", async () => {
        await store.insert(ada, session);
        await store.insert(eve, sessionOf(eve, "eve"));
        const none = { ...ada, id: "none" };
        expect(await store.insert(none, sessionOf(none, "x"), "eve")).toBe(false);
        expect(await store.beginSession(sessionOf(none, "x"), {}, "eve")).toBe(false);
        for (const still of [{ passwordHash: "old" }, { email: "old@example.com" }, { phone: "+1" }])
          expect(await store.beginSession(second, still, "eve")).toBe(false);
        expect(await digests()).toEqual(["digest", "eve"]);
        const asItIs = { email: ada.email, phone: null, passwordHash: null };
        expect(await store.beginSession(second, asItIs)).toBe(true);
      });
    });

    it("list the sessions that last, newest first, without those of others", async () => {
      await store.insert(ada, session);
      await store.insert(eve, sessionOf(eve, "eve"));
      const newer = { ...sessionOf(ada, "newer"), createdAt: createdAt + 9, browser: null };
      await store.beginSession(newer, {});
      await store.beginSession({ ...sessionOf(ada, "ended"), expiresAt: createdAt + 10 }, {});
      expect(await store.listSessions("ada", createdAt + 10)).toEqual([newer, session]);
      await store.noteSeen("digest", createdAt + 7);
      expect((await store.listSessions("ada", createdAt + 10))[1]).toEqual({
        ...session,
        lastSeenAt: createdAt + 7,
      });
    });

    it("end all of their sessions, or all but one", async () => {
      await store.insert(ada, session);
      await store.insert(eve, sessionOf(eve, "eve"));
      for (const digest of ["second", "third"]) await store.beginSession(sessionOf(ada, digest), {});
      await store.deleteSessions("ada", "second");
      expect(await digests()).toEqual(["eve", "second"]);
      await store.deleteSessions("ada");
      expect(await digests()).toEqual(["eve"]);
    });

    it("change their name", async () => {
      await store.insert(ada, session);
      await store.setName("ada", "Ada L.");
      expect((await store.findByAddress("email", "ada@example.com"))?.name).toBe("Ada L.");
      await store.setName("ada", null);
      expect((await store.findByAddress("email", "ada@example.com"))?.name).toBeNull();
    });

    it("get a password with a session, and lose all others in the same step", async () => {
      await store.insert(ada, session);
      await store.insert(eve, sessionOf(eve, "eve"));
      await store.beginSession(sessionOf(ada, "second"), {});
      const third = sessionOf(ada, "third");
      for (const still of [{ passwordHash: "old" }, { email: "old@example.com" }])
        expect(await store.setPassword("new", third, still)).toBe(false);
      expect(await digests()).toEqual(["digest", "eve", "second"]);
      expect(await store.setPassword("new", third, { passwordHash: null })).toBe(true);
      expect(await digests()).toEqual(["eve", "third"]);
      expect((await store.findBySession("third", createdAt))?.account.passwordHash).toBe("new");
    });

    it("get one of twenty passwords that are set at once in place of the same one", async () => {
      await store.insert(ada, session);
      const set = await atOnce(20, (each, index) =>
        each.setPassword(`hash ${index}`, sessionOf(ada, `${index}`), { passwordHash: null }),
      );
      expect(set.filter(Boolean)).toHaveLength(1);
      expect(await digests()).toEqual([`${set.indexOf(true)}`]);
    });

    it("keep no session that began by a password while another one was set", async () => {
      await store.insert({ ...ada, passwordHash: "old" }, session);
      const began = await atOnce(21, (each, index) =>
        index === 10
          ? each.setPassword("new", sessionOf(ada, "new"), { passwordHash: "old" })
          : each.beginSession(sessionOf(ada, `${index}`), { passwordHash: "old" }),
      );
      expect(began[10]).toBe(true);
      expect(await digests()).toEqual(["new"]);
    });

    it("take an address that is free or theirs, and none of another", async () => {
      await store.insert(ada, session);
      await store.insert(eve, sessionOf(eve, "eve"));
      expect(await store.setAddress("ada", "email", "eve@example.com")).toBe(false);
      expect(await store.setAddress("ada", "sms", "+4915123456789")).toBe(true);
      expect(await store.setAddress("ada", "sms", "+4915123456789")).toBe(true);
      expect(await store.setAddress("eve", "sms", "+4915123456789")).toBe(false);
      expect(await store.setAddress("ada", "email", "ada@example.org")).toBe(true);
      expect(await store.setAddress("eve", "email", "ada@example.com")).toBe(true);
      expect(await store.findByAddress("sms", "+4915123456789")).toEqual({
        ...ada,
        ...{ email: "ada@example.org", phone: "+4915123456789" },
      });
    });

    it("are one that has an address which twenty take at once", async () => {
      for (let index = 0; index < 20; index += 1) {
        const one = { ...ada, id: `one-${index}`, email: `one-${index}@example.com` };
        await store.insert(one, sessionOf(one, `${index}`));
      }
      const taken = await atOnce(20, (each, index) =>
        each.setAddress(`one-${index}`, "email", "ada@example.com"),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect((await store.findByAddress("email", "ada@example.com"))?.id).toBe(`one-${taken.indexOf(true)}`);
    });

    it("are deleted with their sessions", async () => {
      await store.insert(ada, session);
      await store.insert(eve, sessionOf(eve, "eve"));
      await store.deleteAccount("ada");
      expect(await store.findByAddress("email", "ada@example.com")).toBeUndefined();
      expect(await digests()).toEqual(["eve"]);
      expect(await store.beginSession(sessionOf(ada, "late"), {})).toBe(false);
      expect(await store.insert(ada, session)).toBe(true);
    });

    it("take their sessions with them", async () => {
      await store.insert(ada, session);
      await store.insert(eve, sessionOf(eve, "eve"));
      await sql.query("DELETE FROM accounts WHERE id = $1", ["ada"]);
      expect(await digests()).toEqual(["eve"]);
      await expect(
        sql.query(
          "INSERT INTO sessions (digest, account_id, created_at, expires_at) VALUES ('x', 'nobody', 1, 2)",
        ),
      ).rejects.toThrow("database is down");
    });

    it("sweep sessions that have expired", async () => {
      await store.insert(ada, session);
      const late = { ...eve, createdAt: session.expiresAt };
      await store.insert(late, sessionOf(late, "eve"));
      await vi.waitFor(async () => expect(await digests()).toEqual(["eve"]));
    });

    it.each([0, 2 ** 31 - 1, 2 ** 31, 2 ** 32, Date.UTC(2026, 0, 1, 12, 34, 56, 789), 2 ** 53 - 1001])(
      "keep the instant %i",
      async (instant) => {
        const one = { ...ada, createdAt: instant };
        await store.insert(one, sessionOf(one, "digest"));
        expect(await store.findByAddress("email", "ada@example.com")).toEqual(one);
        expect((await store.findBySession("digest", instant + 999))?.account).toEqual(one);
        expect(await store.findBySession("digest", instant + 1000)).toBeUndefined();
      },
    );

    it.each([
      ["of every script", "Ада 王小明 عَائِشَة 👩‍👩‍👧‍👦 e\u0301 é \u{10FFFF}"],
      ["with marks of other languages", `'; DROP TABLE accounts; -- "$1" ?1 \\ %s {} <b>`],
      ["of a hundred thousand letters", "ж".repeat(100_000)],
    ])("keep names %s", async (_, name) => {
      await store.insert({ ...ada, name }, session);
      expect((await store.findByAddress("email", "ada@example.com"))?.name).toBe(name);
    });

    it("tell nothing of themselves when a statement fails", async () => {
      await store.insert({ ...ada, name: "Ada Lovelace", passwordHash: "hash-of-ada" }, session);
      const secrets = ["ada@example.com", "Ada Lovelace", "hash-of-ada", "digest-of-ada"];
      const columns = "id, email, name, password_hash, created_at";
      const values = ["other", "ada@example.com", "Ada Lovelace", "hash-of-ada", createdAt];
      const refused = [
        sql.query(`INSERT INTO accounts (${columns}) VALUES ($1, $2, $3, $4, $5)`, values),
        sql.transaction([
          [
            `INSERT INTO accounts (${columns}) VALUES ($1, $2, $3, $4, $5)`,
            ["other", null, ...values.slice(2)],
          ],
          ["INSERT INTO sessions (digest) VALUES ($1)", ["digest-of-ada"]],
        ]),
        sql.query("SELECT 'ada@example.com' FROM nowhere"),
      ];
      for (const outcome of await Promise.allSettled(refused)) {
        const { reason } = outcome as PromiseRejectedResult;
        expect(reason).toMatchObject({ name: "Outage", part: "database" });
        expect(leaks(reason, secrets)).toEqual([]);
      }
      expect(await sql.query("SELECT id FROM accounts")).toEqual([{ id: "ada" }]);
    });
  });
}
