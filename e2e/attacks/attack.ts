// What an attack is: a plain function over HTTP that says whether it succeeded. The same functions go against the
// production build, where each has to fail, and against copies of the application with one defence switched off
// (faults.ts), where each has to succeed: a check that cannot be failed checks nothing.
import { request as httpRequest, type OutgoingHttpHeaders } from "node:http";
import { connect } from "node:net";
import type { PuzzleResponse, WorkSolution } from "@/lib/contract";
import type { Entry } from "@/lib/testing/servers/redis";
import type { FaultName } from "./faults";

/**
 * Servers that attacks need, by what stands in the way there (settings.ts): `open` has no captcha; `tight` has small
 * rows and a cooldown of a second, too; `direct` has a vendor's captcha and no proxy in front; `strict` is as production
 * should be.
 */
export type Kind = "open" | "tight" | "direct" | "strict";

export interface Target {
  kind: Kind;
  origin: string;
  /** What the attacker's own mailboxes and phones have received, oldest first. */
  messagesTo(address: string): Promise<Message[]>;
  /** Where an attacker who looks at the picture, or lets a program look, would put the piece. Not always right. */
  look(puzzle: PuzzleResponse): Promise<number>;
  /** The work that a puzzle asks for, done. @throws where it takes more steps than that */
  work(puzzle: Pick<PuzzleResponse, "puzzleId" | "work">, most?: number): Promise<WorkSolution>;
  /** A token as the vendor's widget gives it to whoever passes there. */
  pass(purpose?: string): string;
  wait(seconds: number): Promise<void>;
  /** What it and its neighbours have printed so far, for a thief of the log. */
  output(): string;
  /** What its store holds, for a thief of that; absent where there is nothing to steal. */
  stored?(): Promise<Entry[]>;
  /** People of a country have entered their codes, in other processes on the same store; absent where there are none. */
  verified?(country: string): Promise<void>;
}

export interface Message {
  code: string;
  /** All that was sent. */
  text: string;
  /** What its vendor calls it. */
  vendorId?: string;
}

export interface Result {
  succeeded: boolean;
  /** The evidence, in a line. */
  what: string;
}

export interface Attack {
  /** What the attacker does; "an attacker …" stands before it. */
  name: string;
  /** Where the weakness is known from: a CVE, a project, or else its number at cwe.mitre.org. */
  from: string;
  on: Kind;
  /** Uses up what others need there, or has no time to lose: it comes after them, alone. */
  last?: true;
  /** Only where the store stands by itself: for a thief, or for other processes. */
  apart?: true;
  /** Waits for longer than a test can: only where the clock can be moved. */
  patient?: true;
  /** Each of them alone makes it succeed. */
  faults: readonly [FaultName, ...FaultName[]];
  run(target: Target): Promise<Result>;
}

export const result = (succeeded: boolean, what: string): Result => ({ succeeded, what });

export interface Reply {
  status: number;
  /** Of a problem: its code. */
  code?: string;
  // biome-ignore lint/suspicious/noExplicitAny: attacks look into bodies of every shape
  body: any;
  text: string;
  /** Names and values in turn, as they came. */
  rawHeaders: string[];
  headers: NodeJS.Dict<string | string[]>;
  /** The first one, and all of them, as a browser would send them back. */
  cookie: string;
  cookies: string;
}

export interface Ways {
  body?: unknown;
  /** Sent as it is, instead of JSON. */
  raw?: string | Buffer;
  headers?: OutgoingHttpHeaders;
  /** As a proxy of ours reports it; empty where the attacker says so itself, or nobody does. */
  ip?: string;
  cookie?: string;
  /** Also where the answer is that nobody can serve now. */
  once?: true;
}

/** One request, asked again where a busy machine kept the store from answering. Its path goes out as it is written. */
export async function call(
  at: Pick<Target, "origin">,
  method: string,
  path: string,
  ways: Ways = {},
): Promise<Reply> {
  const ip = ways.ip ?? newIp();
  for (let asked = 1; ; asked++) {
    const reply = await request(at, method, path, { ...ways, ip });
    if (reply.status !== 503 || ways.once || asked === 10) return reply;
  }
}

function request(
  { origin }: Pick<Target, "origin">,
  method: string,
  path: string,
  ways: Ways,
): Promise<Reply> {
  const { body, raw, headers = {}, ip, cookie } = ways;
  const { hostname, port } = new URL(origin);
  const bytes = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const all: OutgoingHttpHeaders = {
      ...(bytes !== undefined && { "content-type": "application/json" }),
      ...(bytes !== undefined &&
        !headers["transfer-encoding"] && { "content-length": Buffer.byteLength(bytes) }),
      ...(ip && { "x-forwarded-for": ip }),
      ...(cookie && { cookie }),
      ...headers,
    };
    // An attacker may leave out what is usual.
    for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name];
    const sent = httpRequest({ hostname, port, method, path, headers: all });
    sent.once("error", (error: NodeJS.ErrnoException) => {
      // The server had just put away a connection that was kept.
      if (sent.reusedSocket && error.code === "ECONNRESET")
        request({ origin }, method, path, ways).then(resolve, reject);
      else reject(error);
    });
    sent.once("response", async (answer) => {
      let text = "";
      try {
        for await (const chunk of answer.setEncoding("utf8")) text += chunk;
      } catch (error) {
        reject(error);
        return;
      }
      const parsed = json(text);
      resolve({
        status: answer.statusCode ?? 0,
        ...(parsed?.code && { code: parsed.code }),
        ...{ body: parsed, text, rawHeaders: answer.rawHeaders, headers: answer.headers },
        cookie: answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "",
        cookies: (answer.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; "),
      });
    });
    sent.end(bytes);
  });
}

function json(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const atOnce = <Value>(count: number, make: (index: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

export const post = (at: Target, path: string, body: unknown = {}, ways: Ways = {}): Promise<Reply> =>
  call(at, "POST", path, { body, ...ways });

let clients = 0;

/** An address of the attacker's that nobody used before. */
export function newIp(): string {
  clients += 1;
  // Each in a network of its own: neighbours share their reputation.
  return `10.${(clients >> 8) & 255}.${clients & 255}.77`;
}

/** How many replies there were of each kind, such as "1 × 202, 99 × 429 cooldown-active". */
export function tally(replies: readonly Reply[]): string {
  const counts = new Map<string, number>();
  for (const { status, code } of replies) {
    const kind = [status, code].join(" ").trim();
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(", ");
}

export const having = (replies: readonly Reply[], status: number): number =>
  replies.filter((reply) => reply.status === status).length;

/** @throws where an honest person would be refused, too: then the attack shows nothing */
export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status === status) return reply;
  throw new Error(`${status} was to be expected, but it is ${reply.status}: ${reply.text.slice(0, 200)}`);
}

/** A POST whose header lines go out as they are. */
export async function raw(
  { origin }: Pick<Target, "origin">,
  request: string,
  lines: readonly string[],
  body: string,
): Promise<number> {
  const { port } = new URL(origin);
  const socket = connect(Number(port), "localhost");
  const own = ["Host: localhost", "Connection: close", "Content-Type: application/json"];
  const head = [`${request} HTTP/1.1`, ...own, `Content-Length: ${Buffer.byteLength(body)}`, ...lines];
  // Not ended: Node would take that for a client who has gone.
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}
