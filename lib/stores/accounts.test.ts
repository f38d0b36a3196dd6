import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { accountStore } from "./accounts";
import { describeAccounts } from "./accounts.contract";
import { openSql } from "./sql";

const folder = mkdtempSync(join(tmpdir(), "firstgate-"));
afterAll(() => rmSync(folder, { recursive: true }));

describeAccounts("libSQL in memory", () => openSql("file::memory:"));
let count = 0;
describeAccounts("a libSQL file", () => openSql(`file:${join(folder, `${count++}.db`)}`));

describe("a database file", () => {
  it("is migrated once, keeps its rows, and serves two processes' worth of connections", async () => {
    const url = `file:${join(folder, "shared/accounts.db")}`;
    const [one, other] = await Promise.all([openSql(url), openSql(url)]);
    const ada = {
      id: "ada",
      email: "ada@example.com",
      phone: null,
      name: null,
      passwordHash: null,
      createdAt: 1,
    };
    const session = { digest: "digest", accountId: "ada", createdAt: 1, expiresAt: 2 };
    expect(await accountStore(one).insert(ada, session)).toBe(true);
    expect(await accountStore(other).insert({ ...ada, id: "eve" }, { ...session, digest: "other" })).toBe(
      false,
    );
    await Promise.all([one.close(), other.close()]);
    expect(await accountStore(await openSql(url)).findByAddress("email", ada.email)).toEqual(ada);
  });
});
