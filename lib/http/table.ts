// Every call of the wire in one table: what app/api mounts in Next, file by file, and any other server at once.
import { changeAddress, changeName, changePassword, createAccount, deleteAccount } from "./handlers/accounts";
import { issuePuzzle, solvePuzzle } from "./handlers/captcha";
import { attemptCode, createChallenge, readChallenge, sendAgain } from "./handlers/challenges";
import { readOutbox } from "./handlers/outbox";
import { takeReceipts } from "./handlers/receipts";
import { notFound, readConfig, readHealth } from "./handlers/service";
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
  "POST /api/receipts/[...id]": takeReceipts,
};

/** What does not decode is nobody's id. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Finds the handler of a request and the segment that stands for its parameter. */
export function match(method: string, path: string): { handler: Handler; id: string } {
  const asked = path.split("/");
  for (const [key, handler] of Object.entries(table)) {
    const [wanted, pattern = ""] = key.split(" ");
    const segments = pattern.split("/");
    const rest = segments.indexOf("[...id]");
    if (
      rest > 0 &&
      wanted === method &&
      segments.slice(0, rest).every((segment, index) => segment === asked[index])
    ) {
      return { handler, id: decoded(asked.slice(rest).join("/")) };
    }
    if (wanted !== method || segments.length !== asked.length) continue;
    if (!segments.every((segment, index) => segment === "[id]" || segment === asked[index])) continue;
    return { handler, id: decoded(asked[segments.indexOf("[id]")] ?? "") };
  }
  return { handler: notFound, id: "" };
}
