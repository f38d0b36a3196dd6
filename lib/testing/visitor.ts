// A client that keeps cookies, as a browser does, and signs up or in.
import type { Application, CallOptions, Reply } from "./application";
import { insist } from "./insist";

export interface Visitor {
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Reply>;
  /** Everything that it keeps, as it would send it. */
  cookies(): string;
  forget(name: string): void;
}

/** @param own options of each of its calls, such as where it is */
export function visitor(app: Application, own: CallOptions = {}, cookies = ""): Visitor {
  const kept = new Map(
    cookies
      .split("; ")
      .filter(Boolean)
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf("=")), pair]),
  );
  const sent = () => [...kept.values()].join("; ");
  return {
    async call(method, path, body, options = {}) {
      const headers = { ...own.headers, ...(kept.size > 0 && { cookie: sent() }), ...options.headers };
      const reply = await app.call(method, path, body, { ...own, ...options, headers });
      for (const line of reply.headers.getSetCookie()) {
        const [pair = ""] = line.split(";");
        const name = pair.slice(0, pair.indexOf("="));
        if (line.includes("Max-Age=0")) kept.delete(name);
        else kept.set(name, pair);
      }
      return reply;
    },
    cookies: sent,
    forget: (name) => void kept.delete(name),
  };
}

/** Somebody new, in a browser of their own. */
export async function member(
  app: Application,
  { address = "ada@example.com", password }: { address?: string; password?: string } = {},
  own?: CallOptions,
): Promise<Visitor> {
  const person = visitor(app, own);
  const request = { proof: await app.prove(address), ...(password && { password }) };
  const { status } = await insist(() => person.call("POST", "/api/accounts", request));
  if (status !== 201) throw new Error(`no account was made: ${status}`);
  return person;
}
