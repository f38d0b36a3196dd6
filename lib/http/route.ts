// One call of the wire: checks that are the same for every call, then the call's own answer.
// Handlers are plain functions of a Request, so that any server can mount them.
import type { z } from "zod";
import type { Browser } from "../captcha/browsers";
import type { Later } from "../ports";
import { Problem } from "../problem";
import type { Services } from "../services";
import { readBody, readText } from "./body";
import { browserCookie } from "./browser-cookie";
import { clientIp } from "./client";
import { refuseCrossOrigin } from "./origin";
import { refusal } from "./refusal";
import { logRefusal } from "./refusal-log";

/** What a mount knows and a Request does not say. */
export interface Context {
  /** The path's one parameter, or nothing. */
  id: string;
  /** The socket's own address. */
  peer?: string | undefined;
  later: Later;
  services: Services;
}

export type Handler = (request: Request, context: Context) => Promise<Response>;

export interface Call<Body> extends Context {
  body: Body;
  /** The client's address block; see clientIp. */
  ip: string;
  /** Who keeps our cookies. */
  browser: Browser | undefined;
  request: Request;
}

export interface Answer {
  status: number;
  body?: unknown;
  /** Set-Cookie headers. */
  cookies?: readonly string[];
}

/** Eight kilobytes hold every request but a track. */
const defaultMaxBytes = 8192;

/** A call that reads. */
export function query(answer: (call: Call<undefined>) => Promise<Answer | Response>): Handler {
  return guarded(async (request, context) => answer(callOf(request, context, undefined)));
}

interface CommandOptions {
  maxBytes?: number;
  /** What a body costs that cannot be read; the call is refused all the same. */
  onUnreadable?: (call: Call<undefined>) => Promise<void>;
}

/** A call that changes something: from our own origin or from none, with a bounded JSON body. */
export function command<Schema extends z.ZodType>(
  schema: Schema,
  answer: (call: Call<z.infer<Schema>>) => Promise<Answer>,
  { maxBytes = defaultMaxBytes, onUnreadable }: CommandOptions = {},
): Handler {
  return guarded(async (request, context) => {
    refuseCrossOrigin(request, context.services.env.APP_URL);
    const body = await readBody(request, schema, maxBytes).catch(async (problem: unknown) => {
      await onUnreadable?.(callOf(request, context, undefined));
      throw problem;
    });
    return answer(callOf(request, context, body));
  });
}

/** A call of a vendor's machine: from no origin, in a form of its own. Authenticated by the answerer. */
export function callback(answer: (call: Call<string>) => Promise<Response>, maxBytes: number): Handler {
  return guarded(async (request, context) => {
    const body = await readText(request, maxBytes);
    return answer(callOf(request, context, body));
  });
}

function guarded(answer: (request: Request, context: Context) => Promise<Answer | Response>): Handler {
  return async (request, context) => {
    try {
      const given = await answer(request, context);
      return given instanceof Response ? given : respond(given);
    } catch (thrown) {
      const { log, pseudonym } = context.services;
      if (thrown instanceof Problem) {
        const ip = knownIp(request, context);
        logRefusal(log, thrown, ip && pseudonym("log", "client", ip));
      }
      return refusal(thrown, log);
    }
  };
}

function respond({ status, body, cookies = [] }: Answer): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  for (const each of cookies) headers.append("set-cookie", each);
  if (body === undefined) return new Response(null, { status, headers });
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(body), { status, headers });
}

function callOf<Body>(request: Request, context: Context, body: Body): Call<Body> {
  return {
    ...context,
    request,
    body,
    // Asked for only where a client is limited.
    get ip() {
      return ipOf(request, context);
    },
    get browser() {
      const { env, browsers } = context.services;
      return browsers.read(browserCookie.read(env, request.headers.get("cookie")), knownIp(request, context));
    },
  };
}

/** @throws Problem `unavailable`: without an address nobody can be limited, and all would share one. */
function ipOf(request: Request, context: Context): string {
  const { services } = context;
  const ip = knownIp(request, context);
  if (ip) return ip;
  services.log.error({ event: "no-client-address" }, "no client address: is TRUSTED_PROXIES right?");
  throw new Problem("unavailable", { retryAfter: 1 });
}

const knownIp = (request: Request, { peer, services }: Context) =>
  clientIp(peer, request.headers.get("x-forwarded-for"), services.env.TRUSTED_PROXIES);
