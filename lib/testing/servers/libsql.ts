// For tests only: a double of a libSQL server, which speaks Hrana 2 over HTTP with a database in memory, and checks
// what the real one checks: the token, the path, the shape of the body.
// https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Database from "libsql";
import { z } from "zod";

export interface LibsqlDouble {
  url: string;
  token: string;
  /** Requests taken so far. */
  requests(): number;
  /**
   * What becomes of requests from now on: "silent" neither does them nor answers; "forgetful" does them and breaks
   * the connection instead of answering; "gone" lets nobody connect.
   */
  behave(how: "well" | "silent" | "forgetful" | "gone"): Promise<void>;
  stop(): Promise<void>;
}

const value = z.discriminatedUnion("type", [
  z.object({ type: z.literal("null") }),
  z.object({ type: z.literal("integer"), value: z.string() }),
  z.object({ type: z.literal("float"), value: z.number() }),
  z.object({ type: z.literal("text"), value: z.string() }),
]);
const statement = z.object({
  sql: z.string().optional(),
  sql_id: z.number().optional(),
  args: z.array(value).default([]),
});
type Condition = { type: "ok"; step: number } | { type: "not"; cond: Condition };
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("ok"), step: z.number() }),
    z.object({ type: z.literal("not"), cond: condition }),
  ]),
);
const pipeline = z.object({
  baton: z.null().optional(),
  requests: z.array(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("store_sql"), sql_id: z.number(), sql: z.string() }),
      z.object({ type: z.literal("close_sql"), sql_id: z.number() }),
      z.object({ type: z.literal("execute"), stmt: statement }),
      z.object({
        type: z.literal("batch"),
        batch: z.object({
          steps: z.array(z.object({ stmt: statement, condition: condition.nullable().optional() })),
        }),
      }),
      z.object({ type: z.literal("close") }),
    ]),
  ),
});
type Statement = z.infer<typeof statement>;
type Result = { ok: unknown } | { error: { message: string; code: string } };

export async function startLibsql(): Promise<LibsqlDouble> {
  const token = "token-of-the-libsql-double";
  const database = new Database(":memory:");
  database.exec("PRAGMA foreign_keys = ON");
  let taken = 0;
  let how: Parameters<LibsqlDouble["behave"]>[0] = "well";

  function run({ sql, sql_id, args }: Statement, stored: Map<number, string>): Result {
    try {
      const text = sql ?? stored.get(sql_id ?? -1);
      if (text === undefined) throw Object.assign(new Error("no such sql_id"), { code: "SQL_NOT_FOUND" });
      const ready = database.prepare(text).safeIntegers(true);
      const values = args.map((arg) =>
        arg.type === "null" ? null : arg.type === "integer" ? BigInt(arg.value) : arg.value,
      );
      const empty = { cols: [], rows: [], affected_row_count: 0, last_insert_rowid: null };
      if (!ready.reader) {
        ready.run(...values);
        return { ok: empty };
      }
      const rows = ready.raw(true).all(...values) as unknown[][];
      const cols = ready.columns().map(({ name }) => ({ name, decltype: null }));
      return { ok: { ...empty, cols, rows: rows.map((row) => row.map(encoded)) } };
    } catch (error) {
      const { message, code = "SQLITE_ERROR" } = error as Error & { code?: string };
      return { error: { message: `SQLite error: ${message}`, code } };
    }
  }

  /** In one go: each pipeline is alone on the database, and one that leaves a transaction open loses it. */
  function answer({ requests }: z.infer<typeof pipeline>) {
    const stored = new Map<number, string>();
    const results = requests.map((request) => {
      const { type } = request;
      if (type === "store_sql") stored.set(request.sql_id, request.sql);
      if (type === "execute") {
        const result = run(request.stmt, stored);
        if ("error" in result) return { type: "error", error: result.error };
        return { type: "ok", response: { type, result: result.ok } };
      }
      if (type === "batch") {
        const done: (Result | undefined)[] = [];
        for (const { stmt, condition: when } of request.batch.steps)
          done.push(!when || holds(when, done) ? run(stmt, stored) : undefined);
        const result = {
          step_results: done.map((each) => (each && "ok" in each ? each.ok : null)),
          step_errors: done.map((each) => (each && "error" in each ? each.error : null)),
        };
        return { type: "ok", response: { type, result } };
      }
      return { type: "ok", response: { type } };
    });
    if (database.inTransaction) database.exec("ROLLBACK");
    return { baton: null, base_url: null, results };
  }

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    taken += 1;
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (how === "silent") return;
    if (request.headers.authorization !== `Bearer ${token}`) return say(401, { error: "Unauthorized" });
    if (request.method !== "POST" || request.url !== "/v2/pipeline")
      return say(404, { error: "no such path" });
    const body = pipeline.safeParse(JSON.parse(text));
    if (!body.success) return say(400, { error: body.error.message });
    const answered = answer(body.data);
    if (how === "forgetful") return void request.socket.resetAndDestroy();
    say(200, answered);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    url: `libsql://127.0.0.1:${port}?tls=0&authToken=${token}`,
    token,
    requests: () => taken,
    async behave(next) {
      how = next;
      if (next === "gone" && server.listening) {
        server.close();
        server.closeAllConnections();
        await once(server, "close");
      }
      if (next !== "gone" && !server.listening) {
        server.listen(port, "127.0.0.1");
        await once(server, "listening");
      }
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      database.close();
    },
  };
}

/** The conditions that the client makes of a batch: each step after the one before, ROLLBACK if COMMIT was not. */
function holds(when: Condition, done: readonly (Result | undefined)[]): boolean {
  if (when.type === "not") return !holds(when.cond, done);
  const result = done[when.step];
  return result !== undefined && "ok" in result;
}

function encoded(cell: unknown) {
  if (cell === null) return { type: "null" };
  if (typeof cell === "bigint") return { type: "integer", value: String(cell) };
  if (typeof cell === "number") return { type: "float", value: cell };
  return { type: "text", value: String(cell) };
}
