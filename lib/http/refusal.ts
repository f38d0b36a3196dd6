// Turns what was thrown into an answer: problems as they are (RFC 9457), outages as `unavailable`,
// everything else as `internal` with an id that the log knows too.
import { randomUUID } from "node:crypto";
import type { Log } from "../ports";
import { isOutage, Outage, Problem, type ProblemMembers, problems } from "../problem";
import type { Reply } from "./exchange";

export function refusal(thrown: unknown, log: Log): Reply {
  const problem = thrown instanceof Problem ? thrown : unexpected(thrown, log);
  const { status, title } = problems[problem.code];
  const { code, members } = problem;
  const body = { type: `/problems#${code}`, title, status, code, ...members };
  const headers = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    ...waitHeaders(members),
  };
  return { status, headers, body: JSON.stringify(body) };
}

function unexpected(thrown: unknown, log: Log): Problem {
  if (isOutage(thrown)) {
    log.error(
      { event: "outage", part: thrown instanceof Outage ? thrown.part : "store", error: thrown },
      "outage",
    );
    return new Problem("unavailable", { retryAfter: 1 });
  }
  const requestId = randomUUID();
  log.error({ event: "internal", requestId, error: thrown }, "unexpected error");
  return new Problem("internal", { requestId });
}

/** draft-ietf-httpapi-ratelimit-headers: what is left (r) and when it renews (t), by the row's name. */
function waitHeaders({ retryAfter, limit }: ProblemMembers): Record<string, string> {
  return {
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    ...(limit !== undefined && { ratelimit: `"${limit}";r=0;t=${retryAfter ?? 0}` }),
  };
}
