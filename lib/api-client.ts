// The browser's typed fetch. A refusal becomes an ApiProblem; no answer at all becomes code "unreachable".
// Types only are taken from the contract, so that its schemas do not weigh on the first load.
import { fetchWhenOnline } from "./connection";
import type {
  AccountRequest,
  AccountResponse,
  AttemptResponse,
  ChallengeRequest,
  ChallengeResponse,
  ChallengeStatus,
  ConfigResponse,
  KeptMessage,
  ProblemResponse,
  PuzzleRequest,
  PuzzleResponse,
  SessionsResponse,
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

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
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
  createAccount: (request: AccountRequest) => call<AccountResponse>("POST", "/accounts", request),
  /** By a proof of purpose sign-in or sign-up. `unauthenticated`: no account has the address; the proof is still good. */
  signIn: (proof: string) => call<AccountResponse>("POST", "/session", { proof }),
  signInWithPassword: (request: { address: string; password: string; captchaToken?: string | undefined }) =>
    call<AccountResponse>("POST", "/session", request),
  readSession: () => call<AccountResponse>("GET", "/session"),
  endSession: () => call<void>("DELETE", "/session"),
  changeName: (name: string | null) => call<AccountResponse>("PATCH", "/account", { name }),
  /** In a session; an account that has a password needs it. Ends the other sessions. */
  changePassword: (request: { password: string; currentPassword?: string | undefined }) =>
    call<AccountResponse>("PUT", "/account/password", request),
  /** By a proof of purpose reset-password. Ends all sessions and signs in. */
  resetPassword: (request: { proof: string; password: string }) =>
    call<AccountResponse>("PUT", "/account/password", request),
  /** By a proof of purpose change-address, in a fresh session. */
  changeAddress: (proof: string) => call<AccountResponse>("PUT", "/account/addresses", { proof }),
  /** By a proof of purpose delete-account, of one of the account's addresses. */
  deleteAccount: (proof: string) => call<void>("DELETE", "/account", { proof }),
  readSessions: () => call<SessionsResponse>("GET", "/account/sessions"),
  endSessionOf: (sessionId: string) => call<void>("DELETE", `/account/sessions/${id(sessionId)}`, {}),
  endSessions: (request: { keepThis?: boolean } = {}) => call<void>("DELETE", "/account/sessions", request),
  readOutbox: () => call<{ messages: KeptMessage[] }>("GET", "/outbox"),
  /** Messages one by one, as the outbox gets them. */
  watchOutbox: () => new EventSource("/api/outbox"),
};
