import "server-only";
// Accounts and sessions in SQL. The uniqueness of an address is the database's to keep.
import type { AccountRecord, AccountStore } from "../ports";
import type { Sql } from "./sql";

type AccountRow = {
  id: string;
  email: string | null;
  phone: string | null;
  name: string | null;
  password_hash: string | null;
  created_at: number;
};

const columns = "id, email, phone, name, password_hash, created_at";

export function accountStore(sql: Sql): AccountStore {
  /**
   * Accounts are made rarely enough to carry the sweeping of sessions that have expired. On its own: nobody waits
   * for it, it holds no locks beside those of an account, and the next one does what it could not.
   */
  const sweep = (now: number) =>
    void sql.query("DELETE FROM sessions WHERE expires_at <= $1", [now]).catch(() => {});

  return {
    async findByAddress(channel, address) {
      const column = channel === "email" ? "email" : "phone";
      const rows = await sql.query<AccountRow>(`SELECT ${columns} FROM accounts WHERE ${column} = $1`, [
        address,
      ]);
      return rows[0] && recordOf(rows[0]);
    },
    async insert({ id, email, phone, name, passwordHash, createdAt }, session) {
      const [, inserted] = await sql.transaction([
        // The same id is an earlier try of the same person, written although its answer was lost: the newer try
        // replaces it, with its sessions. Should the earlier one arrive later, it changes nothing.
        ["DELETE FROM accounts WHERE id = $1 AND created_at <= $2", [id, createdAt]],
        [
          `INSERT INTO accounts (${columns}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
          [id, email, phone, name, passwordHash, createdAt],
        ],
        [
          `INSERT INTO sessions (digest, account_id, created_at, expires_at)
           SELECT $1, id, $3, $4 FROM accounts WHERE id = $2 AND created_at = $5`,
          [session.digest, session.accountId, session.createdAt, session.expiresAt, createdAt],
        ],
      ]);
      sweep(session.createdAt);
      return inserted?.length === 1;
    },
    async findBySession(digest, now) {
      const rows = await sql.query<AccountRow>(
        `SELECT ${columns} FROM accounts
         WHERE id = (SELECT account_id FROM sessions WHERE digest = $1 AND expires_at > $2)`,
        [digest, now],
      );
      return rows[0] && recordOf(rows[0]);
    },
    async deleteSession(digest) {
      await sql.query("DELETE FROM sessions WHERE digest = $1", [digest]);
    },
  };
}

function recordOf({ id, email, phone, name, password_hash, created_at }: AccountRow): AccountRecord {
  // PostgreSQL gives BIGINT as text.
  return { id, email, phone, name, passwordHash: password_hash, createdAt: Number(created_at) };
}
