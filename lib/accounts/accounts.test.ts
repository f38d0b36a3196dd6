// One proof, one account, also when the database does what it was asked and its answer never comes.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Purpose } from "../contract";
import { keyring } from "../keyring";
import type { AccountStore, Limits, Once, Subject } from "../ports";
import { Outage, Problem } from "../problem";
import { accountStore } from "../stores/accounts";
import { openSql, type Sql } from "../stores/sql";
import { limitTable } from "../verification/policy";
import { type Accounts, accounts } from ".";

const keys = keyring(["a-secret-of-tests-that-is-long-enough"]);
const subject: Subject = { channel: "email", address: "ada@example.com", purpose: "sign-up", locale: "en" };
const outage = () => new Outage("database", new Error("the answer was lost"));
const caller = { ip: "203.0.113.7", device: { browser: null, system: null, country: null } };

let sql: Sql;
let store: AccountStore;
let now: number;
/** What may be taken; never more than once. */
let left: Map<string, Subject>;
let restore: () => Promise<void>;
/** Guesses that are counted, and captcha tokens that were given back. */
let kept: { guesses: number; passes: number };
let create: (request: Parameters<Accounts["create"]>[0]) => ReturnType<Accounts["create"]>;
let current: (token: string) => ReturnType<Accounts["current"]>;
let made: Accounts;

beforeEach(async () => {
  sql = await openSql("file::memory:");
  store = { ...accountStore(sql) };
  now = Date.UTC(2026, 0, 1);
  left = new Map();
  restore = async () => {};
  kept = { guesses: 0, passes: 0 };
  const proofs: Once<Subject> = {
    put: async (id, value) => void left.set(id, value),
    read: async (id) => left.get(id),
    async take(id) {
      const value = left.get(id);
      if (!left.delete(id) || !value) return undefined;
      return { value, restore: () => restore().then(() => void left.set(id, value)) };
    },
  };
  made = accounts({
    store,
    proofs,
    limits: {
      take: async (...demands) => {
        kept.guesses += demands.filter(({ subject }) => subject === "address").length;
        const refund = async () => {
          kept.guesses -= 1;
        };
        return { rows: [], refund };
      },
    } as Partial<Limits> as Limits,
    table: limitTable,
    captcha: {
      redeem: async () => ({
        restore: async () => {
          kept.passes += 1;
        },
      }),
    },
    passwords: {
      isCommon: async () => false,
      hash: async (password) => `hash of ${password}`,
      verify: async (password, hash) => {
        if (password === "too many wait") throw new Problem("unavailable", { retryAfter: 1 });
        return hash === `hash of ${password}`;
      },
    },
    ourWords: [],
    keyring: keys,
    clock: { now: () => now },
  });
  create = (request) => made.create(request, caller);
  current = (token) => made.current(token, () => {});
});
afterEach(() => sql.close());

function prove(purpose: Purpose = "sign-up"): string {
  const proof = keys.mint();
  left.set(proof, { ...subject, purpose });
  return proof;
}

const everybody = () => sql.query("SELECT name, password_hash FROM accounts");
const sessions = () => sql.query("SELECT digest FROM sessions");

/** The next inserts end like this, each after what it is to do. */
function insertsEnd(...ends: ("lost" | "never written")[]) {
  const { insert } = accountStore(sql);
  store.insert = async (...written) => {
    const end = ends.shift();
    if (end !== "never written") {
      const answer = await insert(...written);
      if (!end) return answer;
    }
    throw outage();
  };
}

describe("an account", () => {
  it("has an id that is a UUID, the same for one proof and another for the next", async () => {
    const ids = [];
    for (const proof of [prove(), prove()]) {
      ids.push((await create({ proof })).account.id);
      await sql.query("DELETE FROM accounts");
    }
    expect(ids.map((id) => z.uuid().safeParse(id).success)).toEqual([true, true]);
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids.some((id) => [...left.keys()].includes(id))).toBe(false);
  });

  it.each([
    { ends: ["lost"] as const },
    { ends: ["never written"] as const },
    { ends: ["lost", "never written", "lost"] as const },
  ])("is made once by the same proof after answers that were $ends", async ({ ends }) => {
    insertsEnd(...ends);
    const proof = prove();
    for (const _ of ends) await expect(create({ proof, name: "Ada" })).rejects.toThrow("database is down");

    const { account, sessionToken } = await create({ proof, name: "Ada L.", password: "second thought" });
    expect(await current(sessionToken)).toEqual(account);
    expect(account).toMatchObject({ email: "ada@example.com", name: "Ada L.", hasPassword: true });
    expect(await everybody()).toEqual([{ name: "Ada L.", password_hash: "hash of second thought" }]);
    expect(await sessions()).toHaveLength(1);
    await expect(create({ proof })).rejects.toThrow(new Problem("proof-gone"));
  });

  it("is replaced also when the lost one is written only after this try has looked", async () => {
    const written: Parameters<AccountStore["insert"]>[] = [];
    const { insert } = accountStore(sql);
    store.insert = async (...request) => {
      written.push(request);
      if (written.length === 1) throw outage();
      // The first one comes through by the clock of a machine that is ahead.
      const [[account, session] = request] = written;
      if (written.length === 2) await insert({ ...account, createdAt: now + 5000 }, session);
      return insert(...request);
    };
    const proof = prove();
    await expect(create({ proof, name: "first" })).rejects.toThrow(Outage);
    const { sessionToken } = await create({ proof, name: "second" });
    expect((await current(sessionToken)).name).toBe("second");
    expect(written).toHaveLength(3);
    expect(await everybody()).toHaveLength(1);
    expect(await sessions()).toHaveLength(1);
  });

  it("is not made by another proof of the same address, lost answer or not", async () => {
    insertsEnd("lost");
    const [mine, other] = [prove(), prove()];
    await expect(create({ proof: mine })).rejects.toThrow(Outage);
    await expect(create({ proof: other })).rejects.toThrow(new Problem("account-exists"));
    await create({ proof: mine });
    await expect(create({ proof: other })).rejects.toThrow(new Problem("account-exists"));
    // Refused before it was redeemed.
    expect(left.has(other)).toBe(true);
    expect(await everybody()).toHaveLength(1);
  });

  it("is one account when twenty requests bring one proof, over a database that loses answers", async () => {
    insertsEnd("lost", "lost");
    const proof = prove();
    const outcomes: PromiseSettledResult<unknown>[] = [];
    for (let round = 0; round < 3; round += 1) {
      now += 1000;
      outcomes.push(...(await Promise.allSettled(Array.from({ length: 20 }, () => create({ proof })))));
    }
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await everybody()).toHaveLength(1);
    expect(await sessions()).toHaveLength(1);
  });

  it("is one account when twenty proofs of one address come at once", async () => {
    const proofs = Array.from({ length: 20 }, () => prove());
    const outcomes = await Promise.allSettled(proofs.map((proof) => create({ proof })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toEqual(new Problem("account-exists"));
  });

  it("is refused with the first failure when the proof cannot be restored either", async () => {
    insertsEnd("never written");
    restore = () => Promise.reject(new Outage("store", new Error("away as well")));
    await expect(create({ proof: prove() })).rejects.toMatchObject({ part: "database" });
  });
});

describe("by a proof that is good for one thing", () => {
  const person = async () => {
    const { sessionToken } = await create({ proof: prove(), password: "first thought" });
    return { ...caller, sessionToken };
  };
  /** The next write of this kind is done or not, and never answered. */
  function loses(name: "beginSession" | "setPassword" | "setAddress" | "deleteAccount", written: boolean) {
    const real = accountStore(sql)[name] as (...request: unknown[]) => Promise<unknown>;
    store[name] = (async (...request: unknown[]) => {
      store[name] = real as never;
      if (written) await real(...request);
      throw outage();
    }) as never;
  }

  it.each([true, false])("a sign-in can be done again after an outage (written: %s)", async (written) => {
    const { sessionToken } = await person();
    loses("beginSession", written);
    const proof = prove("sign-in");
    await expect(made.byProof(proof, caller)).rejects.toThrow("database is down");
    expect((await made.byProof(proof, { ...caller, sessionToken })).account.email).toBe("ada@example.com");
    await expect(made.byProof(proof, caller)).rejects.toThrow(new Problem("proof-gone"));
  });

  it.each([true, false])("a reset can be done again after an outage (written: %s)", async (written) => {
    await person();
    loses("setPassword", written);
    const proof = prove("reset-password");
    await expect(made.reset(proof, "second thought", caller)).rejects.toThrow("database is down");
    await made.reset(proof, "third thought", caller);
    expect(await everybody()).toMatchObject([{ password_hash: "hash of third thought" }]);
    expect(await sessions()).toHaveLength(1);
    await expect(made.reset(proof, "fourth thought", caller)).rejects.toThrow(new Problem("proof-gone"));
  });

  it.each([true, false])(
    "a change of address can be done again after an outage (written: %s)",
    async (written) => {
      const { sessionToken } = await person();
      loses("setAddress", written);
      const proof = prove("change-address");
      const change = () => made.changeAddress(sessionToken, proof, caller.ip);
      await expect(change()).rejects.toThrow("database is down");
      expect((await change()).email).toBe("ada@example.com");
      await expect(change()).rejects.toThrow(new Problem("proof-gone"));
    },
  );

  it("the end of an account can be asked for again after an outage", async () => {
    const { sessionToken } = await person();
    loses("deleteAccount", false);
    const proof = prove("delete-account");
    const remove = () => made.remove(sessionToken, proof, caller.ip);
    await expect(remove()).rejects.toThrow("database is down");
    await remove();
    expect(await everybody()).toEqual([]);
  });

  it("an address that another account takes meanwhile is refused", async () => {
    const { sessionToken } = await person();
    store.findByAddress = async () => undefined;
    store.setAddress = async () => false;
    const change = made.changeAddress(sessionToken, prove("change-address"), caller.ip);
    await expect(change).rejects.toThrow(new Problem("account-exists"));
  });

  it.each([
    ["given up", () => sql.query("UPDATE accounts SET email = 'next@example.com'")],
    ["deleted with its account", () => sql.query("DELETE FROM accounts")],
  ])("no session begins at an address that has just been %s", async (_, meanwhile) => {
    const { sessionToken } = await person();
    const { findByAddress } = store;
    store.findByAddress = async (...asked) => {
      const found = await findByAddress(...asked);
      await meanwhile();
      return found;
    };
    const before = (await sessions()).length;
    await expect(made.byProof(prove("sign-in"), { ...caller, sessionToken })).rejects.toThrow(
      new Problem("unauthenticated"),
    );
    expect((await sessions()).length).toBeLessThanOrEqual(before);
  });
});

describe("a password that could not be compared", () => {
  it("was no guess, and costs no captcha token", async () => {
    await create({ proof: prove(), password: "first thought" });
    const enter = (password: string) => made.byPassword({ address: "ada@example.com", password }, caller);
    await expect(enter("too many wait")).rejects.toThrow("unavailable");
    expect(kept).toEqual({ guesses: 0, passes: 1 });
    await expect(enter("wrong")).rejects.toThrow("unauthenticated");
    expect(kept).toEqual({ guesses: 1, passes: 1 });
    await enter("first thought");
    expect(kept).toEqual({ guesses: 1, passes: 1 });
  });

  it("begins no session when another one was set meanwhile", async () => {
    const { sessionToken } = await create({ proof: prove(), password: "first thought" });
    const { beginSession } = store;
    store.beginSession = async (...request) => {
      await made.change(
        { password: "second thought", currentPassword: "first thought" },
        { ...caller, sessionToken },
      );
      return beginSession(...request);
    };
    const enter = made.byPassword({ address: "ada@example.com", password: "first thought" }, caller);
    await expect(enter).rejects.toThrow("unauthenticated");
    expect(await sessions()).toHaveLength(1);
  });
});

describe("a session's id", () => {
  it("is neither its token nor what is stored of it, and another for each", async () => {
    const { sessionToken } = await create({ proof: prove() });
    await made.byProof(prove("sign-in"), caller);
    const ids = (await made.list(sessionToken)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    const stored = JSON.stringify(await sql.query("SELECT * FROM sessions"));
    for (const id of ids) expect([stored.includes(id), sessionToken.includes(id)]).toEqual([false, false]);
  });
});

describe("when somebody was here", () => {
  it("is written once an hour, and nobody hears of it when that fails", async () => {
    const { sessionToken } = await create({ proof: prove() });
    const tasks: (() => Promise<void>)[] = [];
    const look = () => made.current(sessionToken, (task) => void tasks.push(task));
    await look();
    now += 3_600_000;
    await look();
    expect(tasks).toHaveLength(1);
    store.noteSeen = async () => Promise.reject(outage());
    await tasks[0]?.();
    expect((await made.list(sessionToken))[0]?.lastSeenAt).toBe("2026-01-01T00:00:00.000Z");
  });
});
