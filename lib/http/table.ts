// Every call of the wire in one table: what app/api mounts in Next, file by file, and any other server at once.
import { changeAddress, changeName, changePassword, createAccount, deleteAccount } from "./handlers/accounts";
import { issuePuzzle, solvePuzzle } from "./handlers/captcha";
import { attemptCode, createChallenge, readChallenge, sendAgain } from "./handlers/challenges";
import { readOutbox } from "./handlers/outbox";
import { takeReceipts } from "./handlers/receipts";
import { notFound, readConfig, readHealth, unreadable } from "./handlers/service";
import {
  endSession,
  endSessionOf,
  endSessions,
  readSession,
  readSessions,
  signIn,
} from "./handlers/sessions";
import type { Handler } from "./route";

/** Keyed by method and path; `[id]` stands for one segment, `[...id]` for all that follow, as in app/api. */
export const table: Readonly<Record<string, Handler>> = {
  "POST /api/captcha/puzzles": issuePuzzle,
  "POST /api/captcha/puzzles/[id]/solutions": solvePuzzle,
  "POST /api/challenges": createChallenge,
  "GET /api/challenges/[id]": readChallenge,
  "POST /api/challenges/[id]/sends": sendAgain,
  "POST /api/challenges/[id]/attempts": attemptCode,
  "POST /api/accounts": createAccount,
  "PATCH /api/account": changeName,
  "DELETE /api/account": deleteAccount,
  "PUT /api/account/password": changePassword,
  "PUT /api/account/addresses": changeAddress,
  "GET /api/account/sessions": readSessions,
  "DELETE /api/account/sessions": endSessions,
  "DELETE /api/account/sessions/[id]": endSessionOf,
  "POST /api/session": signIn,
  "GET /api/session": readSession,
  "DELETE /api/session": endSession,
  "GET /api/config": readConfig,
  "GET /api/health": readHealth,
  "GET /api/outbox": readOutbox,
  "GET /api/unreadable": unreadable,
  "POST /api/receipts/[...id]": takeReceipts,
};

/** What one path answers, by method. */
type Methods = ReadonlyMap<string, Handler>;

/** Paths as a tree of their segments. */
interface Branch {
  at: Map<string, Branch>;
  /** Where any segment leads that is not in `at`; it is the id. */
  id?: Branch;
  /** What answers for all that follows; it is the id. */
  rest?: Methods;
  methods?: Methods;
}

/** As Next has it: a HEAD is a GET whose body stays here, and OPTIONS says what there is. */
function methodsOf(handlers: ReadonlyMap<string, Handler>): Methods {
  const get = handlers.get("GET");
  const methods = new Map([...(get ? [["HEAD", get] as const] : []), ...handlers]);
  const allow = [...methods.keys(), "OPTIONS"].sort().join(", ");
  return methods.set("OPTIONS", async () => ({ status: 204, headers: { allow } }));
}

const methodNotAllowed: Handler = async () => ({ status: 405, headers: {} });

const nothing = methodsOf(
  new Map(["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [method, notFound])),
);

function grow(): Branch {
  const byPath = new Map<string, Map<string, Handler>>();
  for (const [key, handler] of Object.entries(table)) {
    const [method = "", path = ""] = key.split(" ");
    byPath.set(path, (byPath.get(path) ?? new Map<string, Handler>()).set(method, handler));
  }
  const root: Branch = { at: new Map() };
  for (const [path, handlers] of byPath) {
    let branch = root;
    let end: "rest" | "methods" = "methods";
    for (const segment of path.split("/")) {
      if (segment === "[...id]") end = "rest";
      else branch = below(branch, segment);
    }
    branch[end] = methodsOf(handlers);
  }
  return root;
}

function below(branch: Branch, segment: string): Branch {
  const next = (segment === "[id]" ? branch.id : branch.at.get(segment)) ?? { at: new Map() };
  if (segment === "[id]") branch.id = next;
  else branch.at.set(segment, next);
  return next;
}

const root = grow();

/** Finds the handler of a request, and the part of the path that stands for its parameter. */
export function match(method: string, path: string): { handler: Handler; id: string } {
  const segments = path.split("/");
  let branch: Branch | undefined = root;
  let id = "";
  for (const [index, segment] of segments.entries()) {
    if (branch.rest) return { handler: of(branch.rest, method), id: segments.slice(index).join("/") };
    const next: Branch | undefined = branch.at.get(segment) ?? branch.id;
    if (!next) return { handler: of(nothing, method), id: "" };
    if (next === branch.id) id = segment;
    branch = next;
  }
  return { handler: of(branch.methods ?? nothing, method), id };
}

const of = (methods: Methods, method: string): Handler => methods.get(method) ?? methodNotAllowed;
