// A client without a browser: the calls of a sign-up as a native app or another back end makes them.
import { randomInt } from "node:crypto";
import type { PuzzleResponse } from "@/lib/contract";
import { answerOf, solutionAt } from "./answer";
import type { Server } from "./server";

/** Whoever listens at an origin; the process behind it may change. */
export type Place = Pick<Server, "origin" | "settings">;

export interface Reply {
  status: number;
  /** Of a problem: its code. */
  code?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
  /** As a browser would send it back. */
  cookie: string;
}

export interface Caller {
  /** As a proxy of ours reports it: for servers with TRUSTED_PROXIES=1. */
  ip?: string;
  cookie?: string;
}

/** @throws when nobody answers */
export async function ask(
  { origin }: Pick<Place, "origin">,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
  { ip = newIp(), cookie = "" }: Caller = {},
): Promise<Reply> {
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      "x-forwarded-for": ip,
      ...(cookie && { cookie }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const parsed = text === "" ? undefined : JSON.parse(text);
  return {
    status: answer.status,
    ...(parsed?.code && { code: parsed.code }),
    body: parsed,
    cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "",
  };
}

/** Asks again while the answer is that nobody can serve now, as on a machine that is too busy for its deadlines. */
export async function insist(call: () => Promise<Reply>): Promise<Reply> {
  for (let asked = 1; ; asked++) {
    const reply = await call();
    if (reply.status !== 503 || asked === 10) return reply;
  }
}

export const startChallenge = (at: Place, address: string, captchaToken = "off", caller?: Caller) =>
  ask(
    at,
    "POST",
    "/api/challenges",
    { channel: address.includes("@") ? "email" : "sms", address, purpose: "sign-up", captchaToken },
    caller,
  );

export const sendAgain = (at: Place, challengeId: string, caller?: Caller) =>
  ask(at, "POST", `/api/challenges/${challengeId}/sends`, {}, caller);

export const readChallenge = (at: Place, challengeId: string, caller?: Caller) =>
  ask(at, "GET", `/api/challenges/${challengeId}`, undefined, caller);

export const attempt = (at: Place, challengeId: string, code: string, caller?: Caller) =>
  ask(at, "POST", `/api/challenges/${challengeId}/attempts`, { code }, caller);

export const createAccount = (at: Place, proof: string, more: object = {}, caller?: Caller) =>
  ask(at, "POST", "/api/accounts", { proof, ...more }, caller);

export const readSession = (at: Place, cookie: string) =>
  ask(at, "GET", "/api/session", undefined, { cookie });

export const endSession = (at: Place, cookie: string) => ask(at, "DELETE", "/api/session", {}, { cookie });

export async function getPuzzle(at: Place, caller?: Caller): Promise<Reply> {
  const reply = await ask(at, "POST", "/api/captcha/puzzles", { purpose: "sign-up" }, caller);
  // Looked up while this server's secret opens it.
  if (reply.status === 201) await answerOf(reply.body.puzzleId, at.settings);
  return reply;
}

/** @param aside how far beside the hole the piece is put, in picture pixels */
export async function solve(at: Place, puzzle: PuzzleResponse, aside = 0, caller?: Caller): Promise<Reply> {
  const position = Math.max(0, (await answerOf(puzzle.puzzleId, at.settings)) + aside);
  const solution = await solutionAt(puzzle, position);
  return ask(at, "POST", `/api/captcha/puzzles/${puzzle.puzzleId}/solutions`, solution, caller);
}

/** A hand, too, is doubted now and then: a new picture is another turn. */
export async function earnToken(issuer: Place, judge: Place = issuer, caller?: Caller): Promise<string> {
  for (let turn = 0; turn < 3; turn++) {
    const { body } = await solve(judge, (await getPuzzle(issuer, caller)).body, 0, caller);
    if (body.captchaToken) return body.captchaToken;
  }
  throw new Error("The slider was not solved in three turns");
}

let numbers = randomInt(10 ** 8);

/** A German mobile number that nobody in this run has. */
export function newNumber(): string {
  numbers = (numbers + 1) % 10 ** 8;
  return `+49151${String(numbers).padStart(8, "0")}`;
}

let clients = 0;

/** Every caller is somebody else, unless said otherwise. */
export function newIp(): string {
  clients += 1;
  return `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`;
}

/** How many replies there were of each kind, such as `{ "202": 1, "429 cooldown-active": 99 }`. */
export function tally(replies: Reply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of replies) {
    const kind = [status, code].join(" ").trim();
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
