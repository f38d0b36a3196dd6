// One call of the wire: checks that are the same for every call, then the call's own answer.
// Handlers are plain functions from what comes in to what goes out, so that any server can mount them.
import type { z } from "zod";
import type { Browser } from "../captcha/browsers";
import type { Later } from "../ports";
import { Problem } from "../problem";
import type { Services } from "../services";
import type { Precedence } from "./admission";
import { readBody, readText } from "./body";
import { browserCookie } from "./browser-cookie";
import { clientIp } from "./client";
import type { Events, Incoming, Reply } from "./exchange";
import { refuseCrossOrigin } from "./origin";
import { refusal } from "./refusal";
import { logRefusal } from "./refusal-log";

/** What a mount knows and a request does not say. */
export interface Context {
  /** The path's one parameter, or nothing. */
  id: string;
  /** The socket's own address. */
  peer?: string | undefined;
  later: Later;
  services: Services;
}

export type Handler = (request: Incoming, context: Context) => Promise<Reply>;

/**
 * What an answerer is told. A class, for its getters: those of an object literal are new functions each time, each of
 * them makes V8 a shape of its own, and a shape lives as long as the next full collection, with all that it refers to.
 */
export class Call<Body> implements Context {
  readonly id: string;
  readonly later: Later;
  readonly services: Services;
  readonly request: Incoming;
  readonly body: Body;
  readonly #context: Context;

  constructor(request: Incoming, context: Context, body: Body) {
    this.id = context.id;
    this.later = context.later;
    this.services = context.services;
    this.request = request;
    this.body = body;
    this.#context = context;
  }

  /**
   * The client's address block; see clientIp. Asked for only where a client is limited.
   * @throws Problem `unavailable`: without an address nobody can be limited, and all would share one.
   */
  get ip(): string {
    const ip = knownIp(this.request, this.#context);
    if (ip) return ip;
    this.services.log.error({ event: "no-client-address" }, "no client address: is TRUSTED_PROXIES right?");
    throw new Problem("unavailable", { retryAfter: 1 });
  }

  /** Who keeps our cookies. */
  get browser(): Browser | undefined {
    const { env, browsers } = this.services;
    const kept = browserCookie.read(env, this.request.headers.get("cookie"));
    return kept === undefined ? undefined : browsers.read(kept, knownIp(this.request, this.#context));
  }
}

export interface Answer {
  status: number;
  /** Sent as JSON; a text is JSON already. */
  body?: unknown;
  /** Set-Cookie headers. */
  cookies?: readonly string[];
}

/** An answer in a form of its own. */
export interface Text {
  type: string;
  text: string | Events;
}

/** Eight kilobytes hold every request but a track. */
const defaultMaxBytes = 8192;

/** A call that reads. */
export function query(
  answer: (call: Call<undefined>) => Promise<Answer | Text>,
  precedence?: Precedence,
): Handler {
  return guarded(async (request, context) => answer(new Call(request, context, undefined)), precedence);
}

interface CommandOptions {
  precedence?: Precedence;
  maxBytes?: number;
  /** What a body costs that cannot be read; the call is refused all the same. */
  onUnreadable?: (call: Call<undefined>) => Promise<void>;
}

/** A call that changes something: from our own origin or from none, with a bounded JSON body. */
export function command<Schema extends z.ZodType>(
  schema: Schema,
  answer: (call: Call<z.infer<Schema>>) => Promise<Answer>,
  { precedence, maxBytes = defaultMaxBytes, onUnreadable }: CommandOptions = {},
): Handler {
  return guarded(async (request, context) => {
    refuseCrossOrigin(request, context.services.env.APP_URL);
    let body: z.infer<Schema>;
    try {
      body = await readBody(request, schema, maxBytes);
    } catch (problem) {
      await onUnreadable?.(new Call(request, context, undefined));
      throw problem;
    }
    return answer(new Call(request, context, body));
  }, precedence);
}

/** A call of a vendor's machine: from no origin, in a form of its own. Authenticated by the answerer. */
export function callback(answer: (call: Call<string>) => Promise<Text>, maxBytes: number): Handler {
  return guarded(async (request, context) => {
    const body = await readText(request, maxBytes);
    return answer(new Call(request, context, body));
  });
}

function guarded(
  answer: (request: Incoming, context: Context) => Promise<Answer | Text>,
  precedence: Precedence = "holder",
): Handler {
  return async (request, context) => {
    const { admission, log, pseudonym } = context.services;
    let leave: () => void;
    try {
      leave = admission.enter(precedence);
    } catch (thrown) {
      log.warn({ event: "overload" }, "there is more to do than can be done");
      return refusal(thrown, log);
    }
    try {
      return respond(await answer(request, context));
    } catch (thrown) {
      if (thrown instanceof Problem) {
        logRefusal(log, thrown, () => {
          const ip = knownIp(request, context);
          return ip && pseudonym("log", "client", ip);
        });
      }
      return refusal(thrown, log);
    } finally {
      leave();
    }
  };
}

const bare = { "cache-control": "no-store" };
const json = { ...bare, "content-type": "application/json" };

function respond(answer: Answer | Text): Reply {
  if ("type" in answer)
    return { status: 200, headers: { ...bare, "content-type": answer.type }, body: answer.text };
  const { body, ...rest } = answer;
  if (body === undefined) return { ...rest, headers: bare };
  return { ...rest, headers: json, body: typeof body === "string" ? body : JSON.stringify(body) };
}

const knownIp = (request: Incoming, { peer, services }: Context) =>
  clientIp(peer, request.headers.get("x-forwarded-for"), services.env.TRUSTED_PROXIES);
