// Answers fetch in a component test: one reply, or a queue of replies, per call.
import { vi } from "vitest";

export interface Reply {
  status?: number;
  body?: object;
}

export interface Call {
  route: string;
  body: unknown;
}

/** A refusal as the server sends it. */
export function refusal(status: number, code: string, members: object = {}): Reply {
  return { status, body: { type: `/problems#${code}`, title: code, status, code, ...members } };
}

/**
 * Routes read "POST /challenges/:id"; `:id` is any one segment. A reply may be a function, and "unreachable"
 * breaks the connection. A route nobody expects fails the test by its name.
 */
export function fakeServer(routes: Record<string, Reply | "unreachable" | (() => Reply)>) {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const asked = `${init.method ?? "GET"} ${url.replace(/^\/api/, "")}`;
    const route = Object.keys(routes).find((pattern) =>
      new RegExp(`^${pattern.replace(/:id/g, "[^/]+")}$`).test(asked),
    );
    calls.push({ route: asked, body: typeof init.body === "string" ? JSON.parse(init.body) : undefined });
    const reply = route === undefined ? undefined : routes[route];
    if (reply === undefined) throw new Error(`The fake server knows no ${asked}`);
    if (reply === "unreachable") throw new TypeError("Failed to fetch");
    const { status = 200, body } = typeof reply === "function" ? reply() : reply;
    if (status === 204) return new Response(null, { status });
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  });
  return { calls, routes, to: (route: string) => calls.filter((call) => call.route === route) };
}
