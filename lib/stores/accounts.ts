import "server-only";
// Accounts and sessions in SQL. The uniqueness of an address is the database's to keep.
import type { AccountStore, SessionRecord, StillSo } from "../ports";
import {
  type AccountRow,
  accountColumns,
  accountOf,
  accountRow,
  type SessionRow,
  sessionColumns,
  sessionOf,
  sessionRow,
  sessionValues,
} from "./account-rows";
import type { Sql, SqlStatement, SqlValue } from "./sql";
import { isTaken } from "./sql-outage";

/** Sessions that anybody wants to read in one list. */
const mostListed = 100;

const columnOf = { email: "email", phone: "phone", passwordHash: "password_hash" } as const;
const addressColumn = { email: "email", sms: "phone" } as const;

export function accountStore(sql: Sql): AccountStore {
  /**
   * Accounts are made rarely enough to carry the sweeping of sessions that have expired. On its own: nobody waits
   * for it, it holds no locks beside those of an account, and the next one does what it could not.
   */
  const sweep = (now: number) =>
    void sql.query("DELETE FROM sessions WHERE expires_at <= $1", [now]).catch(() => {});

  return {
    async findByAddress(channel, address) {
      // A row in any case, which is empty where there is no account: to read one or none takes different times.
      const [row] = await sql.query<AccountRow | Record<keyof AccountRow, null>>(
        `SELECT ${accountRow} FROM (SELECT 1) AS any_case LEFT JOIN accounts ON ${addressColumn[channel]} = $1`,
        [address],
      );
      return row && row.id !== null ? accountOf(row) : undefined;
    },

    async insert(account, session, replaced) {
      const { id, email, phone, name, passwordHash, createdAt } = account;
      const [, inserted] = await sql.transaction([
        // The same id is an earlier try of the same person, written although its answer was lost: the newer try
        // replaces it, with its sessions. Should the earlier one arrive later, it changes nothing.
        ["DELETE FROM accounts WHERE id = $1 AND created_at <= $2", [id, createdAt]],
        [
          `INSERT INTO accounts (${accountColumns}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
          [id, email, phone, name, passwordHash, createdAt],
        ],
        begin(session, "AND created_at = $9", [createdAt]),
        ...replacing(session, replaced),
      ]);
      sweep(session.createdAt);
      return inserted?.length === 1;
    },

    async beginSession(session, still, replaced) {
      const { accountId } = session;
      const [locked] = await sql.transaction([
        // Waits for whoever writes the account at this moment: no session begins by what has just ceased to count.
        [
          `UPDATE accounts SET name = name WHERE id = $1 ${whereStill(still, 2)} RETURNING id`,
          [accountId, ...Object.values(still)],
        ],
        begin(session, whereStill(still, 9), Object.values(still)),
        ...replacing(session, replaced),
      ]);
      return locked?.length === 1;
    },

    async findBySession(digest, now) {
      const [row] = await sql.query<AccountRow & SessionRow>(
        `SELECT ${accountRow}, ${sessionRow} FROM sessions JOIN accounts ON id = account_id
         WHERE digest = $1 AND expires_at > $2`,
        [digest, now],
      );
      return row && { account: accountOf(row), session: sessionOf(row) };
    },

    async listSessions(accountId, now) {
      const rows = await sql.query<SessionRow>(
        `SELECT ${sessionRow} FROM sessions WHERE account_id = $1 AND expires_at > $2
         ORDER BY begun_at DESC LIMIT ${mostListed}`,
        [accountId, now],
      );
      return rows.map(sessionOf);
    },

    async noteSeen(digest, at) {
      await sql.query("UPDATE sessions SET last_seen_at = $1 WHERE digest = $2", [at, digest]);
    },

    async deleteSession(digest) {
      await sql.query("DELETE FROM sessions WHERE digest = $1", [digest]);
    },

    async deleteSessions(accountId, except = "") {
      await sql.query("DELETE FROM sessions WHERE account_id = $1 AND digest <> $2", [accountId, except]);
    },

    async setName(accountId, name) {
      await sql.query("UPDATE accounts SET name = $1 WHERE id = $2", [name, accountId]);
    },

    async setPassword(passwordHash, session, still, replaced) {
      const { accountId } = session;
      // A salted hash is like no other: where it stands, this very call has written it.
      const written = "EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND password_hash = $2)";
      const [changed] = await sql.transaction([
        [
          `UPDATE accounts SET password_hash = $1 WHERE id = $2 ${whereStill(still, 3)} RETURNING id`,
          [passwordHash, accountId, ...Object.values(still)],
        ],
        [`DELETE FROM sessions WHERE account_id = $1 AND ${written}`, [accountId, passwordHash]],
        begin(session, "AND password_hash = $9", [passwordHash]),
        ...replacing(session, replaced),
      ]);
      return changed?.length === 1;
    },

    async setAddress(accountId, channel, address) {
      try {
        await sql.query(`UPDATE accounts SET ${addressColumn[channel]} = $1 WHERE id = $2`, [
          address,
          accountId,
        ]);
        return true;
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    },

    async deleteAccount(accountId) {
      await sql.query("DELETE FROM accounts WHERE id = $1", [accountId]);
    },
  };
}

/** A session, where its account is as the condition says, which may use placeholders from $9 on. */
function begin(session: SessionRecord, condition: string, values: SqlValue[]): SqlStatement {
  return [
    `INSERT INTO sessions (${sessionColumns})
     SELECT $1, id, $3, $4, $5, $6, $7, $8 FROM accounts WHERE id = $2 ${condition}`,
    [...sessionValues(session), ...values],
  ];
}

/** Ends the session that another one has replaced, if that one began. */
const replacing = ({ digest }: SessionRecord, replaced: string | undefined): SqlStatement[] =>
  replaced === undefined || replaced === digest
    ? []
    : [
        [
          "DELETE FROM sessions WHERE digest = $1 AND EXISTS (SELECT 1 FROM sessions WHERE digest = $2)",
          [replaced, digest],
        ],
      ];

const whereStill = (still: StillSo, first: number): string =>
  (Object.keys(still) as (keyof StillSo)[])
    .map((key, nth) => `AND ${columnOf[key]} IS NOT DISTINCT FROM $${first + nth}`)
    .join(" ");
