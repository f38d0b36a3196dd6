// The whole application in a test: real cores, real embedded store, real SQL in memory, the outbox, and a
// clock that tests move. Requests go straight to the handlers.
import type { ChallengeResponse, Purpose } from "../contract";
import { parseEnv } from "../env";
import { match } from "../http/table";
import { serveWeb } from "../http/web-mount";
import type { Later, Log } from "../ports";
import { createServices, type Services, type Substitutes } from "../services";
import { secrets } from "./secrets";

export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
  headers: Headers;
}

export interface Application {
  services: Services;
  clock: { now(): number; advance(seconds: number): void };
  /** Everything that was logged, as JSON lines. */
  logged: string[];
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Reply>;
  /** Does everything that was to follow a response. */
  settle(): Promise<void>;
  /** The code of the newest message to an address. */
  codeFor(address: string): string;
  /** A send that succeeded and was delivered. */
  send(address?: string, options?: CallOptions, purpose?: Purpose): Promise<ChallengeResponse>;
  /** A proof for an address. */
  prove(address?: string, purpose?: Purpose): Promise<string>;
  /** @throws when the log gives anything away of what went over the wire */
  close(): Promise<void>;
}

export interface CallOptions {
  peer?: string;
  headers?: Record<string, string>;
  /** Sent as it is, instead of JSON. */
  raw?: BodyInit;
}

export const start = Date.UTC(2026, 0, 2, 3, 4, 5);

export async function startApplication(
  settings: Record<string, string> = {},
  substitutes: Substitutes = {},
): Promise<Application> {
  let now = start;
  const clock = {
    now: () => now,
    advance(seconds: number) {
      now += seconds * 1000;
    },
  };
  const logged: string[] = [];
  const used = secrets();
  // As the real log does, with what an error was caused by.
  const told = (error: unknown): string =>
    error instanceof Error && error.cause ? `${error}: ${told(error.cause)}` : String(error);
  const line = (event: Record<string, unknown>, text: string) =>
    void logged.push(JSON.stringify({ ...event, text, error: event.error && told(event.error) }));
  const log: Log = { info: line, warn: line, error: line };
  const env = parseEnv({
    APP_SECRET: "a-secret-of-tests-that-is-long-enough",
    DATABASE_URL: "file::memory:",
    CAPTCHA: "off",
    // Tests that are not about limits would meet them otherwise.
    LIMITS: "ip-requests-minute=100000/60,ip-puzzles-minute=100000/60,ip-sends-day=100000/86400",
    ...settings,
  });
  // Tests keep one thread busy for long, and are no flood.
  const turns = { now: () => 0, idle: () => 0, afterThis: () => {} };
  const services = await createServices(env, { clock, log, turns, ...substitutes });

  const pending: (() => Promise<void>)[] = [];
  const later: Later = (task) => void pending.push(task);

  const application: Application = {
    services,
    clock,
    logged,
    async call(method, path, body, { peer = "203.0.113.7", headers = {}, raw } = {}) {
      const request = new Request(`http://localhost:3000${path}`, {
        method,
        headers: { host: "localhost:3000", "content-type": "application/json", ...headers },
        // Node asks for this beside a stream.
        ...{ duplex: "half" },
        ...(raw !== undefined ? { body: raw } : body !== undefined && { body: JSON.stringify(body) }),
      });
      const { handler, id } = match(method, new URL(request.url).pathname);
      const response = await serveWeb(request, handler, { id, peer, later, services });
      const text = await response.text();
      const answer = text === "" ? undefined : JSON.parse(text);
      for (const said of [body, answer]) used.note(said);
      const cookies = response.headers.getSetCookie().map((each) => each.match(/=([^;]{20,})/)?.[1]);
      for (const told of [peer, ...cookies]) used.noteText(told);
      return { status: response.status, body: answer, headers: response.headers };
    },
    async settle() {
      await Promise.all(pending.splice(0).map((task) => task()));
    },
    codeFor(address) {
      const message = services.outbox?.messages().find(({ to }) => to === address);
      if (!message) throw new Error("no message was sent to this address");
      return message.code;
    },
    async send(address = "ada@example.com", options, purpose = "sign-up") {
      const channel = address.includes("@") ? "email" : "sms";
      const request = { channel, address, purpose, captchaToken: "off" };
      const { status, body } = await application.call("POST", "/api/challenges", request, options);
      if (status !== 202) throw new Error(`a send was refused: ${JSON.stringify(body)}`);
      await application.settle();
      return body;
    },
    async prove(address = "ada@example.com", purpose = "sign-up") {
      const { challengeId } = await application.send(address, {}, purpose);
      const path = `/api/challenges/${challengeId}/attempts`;
      return (await application.call("POST", path, { code: application.codeFor(address) })).body.proof;
    },
    async close() {
      used.note(services.outbox?.messages());
      await services.close();
      const given = used.in(logged);
      if (given.length > 0) throw new Error(`the log says what nobody may read there: ${given.join(" ")}`);
    },
  };
  return application;
}
