import "server-only";
// Serves calls straight from Node's own server, without Next: a tenth of the work, and the same handlers.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Services } from "../services";
import { dataPolicy } from "./content-policy";
import { cspHeader } from "./csp";
import type { Incoming, Reply } from "./exchange";
import { hstsFor, hstsHeader } from "./hsts";
import { distrustCutOff } from "./peer";
import type { Handler } from "./route";
import { match } from "./table";

export interface NodeMount {
  /** @returns false for what is not plainly a call: whoever else is there has to read it */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  /** Resolves when nothing is left to do: of calls whose askers may have gone, and of what was to follow answers. */
  settled(): Promise<void>;
}

/** Without escapes, empty segments and dots that lead elsewhere: how a path like that is read is Next's business. */
const plainCall = /^\/api(?:\/(?!\.{1,2}(?:[/?]|$))[\w.~!$&'()*+,;=:@-]+)+(?=\?|$)/;

/** What fetch can carry and Next hands on. */
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** @param fixed headers of every answer, by name, beside those that only a start can know */
export function nodeMount(services: Services, fixed: ReadonlyMap<string, string>): NodeMount {
  const hsts = hstsFor(services.env.APP_URL);
  const everywhere = [...fixed, [cspHeader, dataPolicy], ...(hsts ? [[hstsHeader, hsts]] : [])].flat();
  let underWay = 0;
  let waiting: (() => void)[] = [];
  const end = () => {
    underWay -= 1;
    if (underWay > 0) return;
    for (const tell of waiting) tell();
    waiting = [];
  };
  /** @param work never rejects */
  const track = (work: Promise<void>) => {
    underWay += 1;
    void work.then(end);
  };

  /** Runs when the answer is on its way, or whoever asked has gone. */
  const follow = async (response: ServerResponse, task: () => Promise<void>) => {
    if (!response.destroyed) await new Promise((resolve) => response.once("close", resolve));
    try {
      await task();
    } catch (error) {
      services.log.error({ event: "internal", error }, "what was to follow an answer failed");
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, handler: Handler, id: string) => {
    const { remoteAddress: peer } = request.socket;
    const later = (task: () => Promise<void>) => track(follow(response, task));
    try {
      write(response, await handler(incoming(request), { id, peer, later, services }), everywhere);
    } catch (error) {
      services.log.error({ event: "internal", error }, "an answer failed");
      response.destroy();
    }
  };

  return {
    serve(request, response) {
      const { method = "", url = "" } = request;
      const path = methods.has(method) ? plainCall.exec(url)?.[0] : undefined;
      if (path === undefined) return false;
      distrustCutOff(request);
      const { handler, id } = match(method, path);
      track(answer(request, response, handler, id));
      return true;
    },
    settled: () =>
      new Promise((resolve) => {
        if (underWay === 0) resolve();
        else waiting.push(resolve);
      }),
  };
}

const incoming = (request: IncomingMessage): Incoming => ({
  headers: {
    get(name) {
      const value = request.headers[name];
      return value === undefined ? null : String(value);
    },
  },
  read: (take) =>
    new Promise((resolve, reject) => {
      const gone = () => {
        // Every request is closed in the end.
        if (!request.readableEnded) reject(new Error("the client has gone"));
      };
      if (request.destroyed) return gone();
      let wanted = true;
      request.on("data", (part: Buffer) => {
        // What is still to come flows off unread, so that the answer can be heard.
        if (!wanted || take(part)) return;
        wanted = false;
        resolve();
      });
      request.once("end", resolve);
      request.once("close", gone);
    }),
});

function write(
  response: ServerResponse,
  { status, headers, cookies = [], body }: Reply,
  everywhere: string[],
) {
  if (response.destroyed) return;
  const lines = [...everywhere];
  for (const name in headers) lines.push(name, headers[name] ?? "");
  for (const each of cookies) lines.push("set-cookie", each);
  if (typeof body === "function") {
    response.writeHead(status, lines);
    if (response.req.method === "HEAD") return void response.end();
    response.once(
      "close",
      body((text) => response.write(text)),
    );
    return;
  }
  if (status !== 204) lines.push("content-length", String(Buffer.byteLength(body ?? "")));
  response.writeHead(status, lines).end(body);
}
