import "server-only";
// Rows of accounts and sessions, and the records they stand for. PostgreSQL gives BIGINT as text.
import type { AccountRecord, SessionRecord } from "../ports";
import type { SqlValue } from "./sql";

export type AccountRow = {
  id: string;
  email: string | null;
  phone: string | null;
  name: string | null;
  password_hash: string | null;
  created_at: number;
};

export type SessionRow = {
  digest: string;
  account_id: string;
  begun_at: number;
  expires_at: number;
  browser: string | null;
  system: string | null;
  country: string | null;
  last_seen_at: number | null;
};

export const accountColumns = "id, email, phone, name, password_hash, created_at";
export const sessionColumns =
  "digest, account_id, created_at, expires_at, browser, system, country, last_seen_at";

/** Also for a statement that reads both tables. */
export const accountRow = "id, email, phone, name, password_hash, accounts.created_at AS created_at";
export const sessionRow =
  "digest, account_id, sessions.created_at AS begun_at, expires_at, browser, system, country, last_seen_at";

export function accountOf(row: AccountRow): AccountRecord {
  const { id, email, phone, name } = row;
  return { id, email, phone, name, passwordHash: row.password_hash, createdAt: Number(row.created_at) };
}

export function sessionOf(row: SessionRow): SessionRecord {
  const { digest, browser, system, country } = row;
  return {
    ...{ digest, accountId: row.account_id, browser, system, country },
    createdAt: Number(row.begun_at),
    // Sessions from before this was noted have none.
    lastSeenAt: Number(row.last_seen_at ?? row.begun_at),
    expiresAt: Number(row.expires_at),
  };
}

/** In the order of the columns. */
export const sessionValues = (session: SessionRecord): SqlValue[] => [
  ...[session.digest, session.accountId, session.createdAt, session.expiresAt],
  ...[session.browser, session.system, session.country, session.lastSeenAt],
];
