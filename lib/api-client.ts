// The browser's typed fetch. A refusal becomes an ApiProblem; no answer at all becomes code "unreachable".
// Types only are taken from the contract, so that its schemas do not weigh on the first load.
import { fetchWhenOnline } from "./connection";
import type {
  Account,
  AccountRequest,
  AttemptResponse,
  ChallengeRequest,
  ChallengeResponse,
  ChallengeStatus,
  ConfigResponse,
  KeptMessage,
  ProblemResponse,
  PuzzleRequest,
  PuzzleResponse,
  Solution,
  SolutionResponse,
  WorkResponse,
} from "./contract";

type RefusalMembers = Partial<Omit<ProblemResponse, "code">> & {
  code: ProblemResponse["code"] | "unreachable";
};

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(readonly problem: RefusalMembers) {
    super(problem.code);
  }

  get code() {
    return this.problem.code;
  }
}

async function call<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, cache: "no-store" };
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const response = await fetchWhenOnline(`/api${path}`, init).catch(() => {
    throw new ApiProblem({ code: "unreachable" });
  });
  if (response.status === 204) return undefined as T;
  const answer = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer as T;
  // A proxy's own error page is an outage to the person, whatever it says.
  throw new ApiProblem(typeof answer?.code === "string" ? answer : { code: "unavailable" });
}

const id = encodeURIComponent;

export const api = {
  config: () => call<ConfigResponse>("GET", "/config"),
  issuePuzzle: (request: PuzzleRequest) => call<PuzzleResponse>("POST", "/captcha/puzzles", request),
  /** A puzzle without a picture. */
  issueWork: (request: PuzzleRequest) =>
    call<WorkResponse>("POST", "/captcha/puzzles", { ...request, picture: false }),
  solvePuzzle: (puzzleId: string, solution: Solution) =>
    call<SolutionResponse>("POST", `/captcha/puzzles/${id(puzzleId)}/solutions`, solution),
  createChallenge: (request: ChallengeRequest) => call<ChallengeResponse>("POST", "/challenges", request),
  readChallenge: (challengeId: string) => call<ChallengeStatus>("GET", `/challenges/${id(challengeId)}`),
  sendAgain: (challengeId: string) =>
    call<ChallengeResponse>("POST", `/challenges/${id(challengeId)}/sends`, {}),
  attempt: (challengeId: string, code: string) =>
    call<AttemptResponse>("POST", `/challenges/${id(challengeId)}/attempts`, { code }),
  createAccount: (request: AccountRequest) => call<{ account: Account }>("POST", "/accounts", request),
  readSession: () => call<{ account: Account }>("GET", "/session"),
  endSession: () => call<void>("DELETE", "/session"),
  readOutbox: () => call<{ messages: KeptMessage[] }>("GET", "/outbox"),
  /** Messages one by one, as the outbox gets them. */
  watchOutbox: () => new EventSource("/api/outbox"),
};
