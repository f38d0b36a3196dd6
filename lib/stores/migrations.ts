// The database's history: each entry runs once, in order. Never change one that has been released.
export const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE accounts (
      id TEXT PRIMARY KEY,
      email TEXT UNIQUE,
      phone TEXT UNIQUE,
      name TEXT,
      password_hash TEXT,
      created_at BIGINT NOT NULL
    )`,
    `CREATE TABLE sessions (
      digest TEXT PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    "CREATE INDEX sessions_by_account ON sessions (account_id)",
    "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
  ],
  [
    "ALTER TABLE sessions ADD COLUMN browser TEXT",
    "ALTER TABLE sessions ADD COLUMN system TEXT",
    "ALTER TABLE sessions ADD COLUMN country TEXT",
    "ALTER TABLE sessions ADD COLUMN last_seen_at BIGINT",
  ],
];

/** Where each database notes what has run. */
export const migrationsTable = "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY)";

/** What is left to run, in order. */
export function pendingAfter(done: readonly { number?: unknown }[]) {
  // PostgreSQL gives BIGINT as text.
  const numbers = new Set(done.map(({ number }) => Number(number)));
  return migrations
    .map((statements, number) => ({ number, statements }))
    .filter(({ number }) => !numbers.has(number));
}
