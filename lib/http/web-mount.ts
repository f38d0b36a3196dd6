// Serves a call for whoever speaks in Request and Response, as Next does.
import type { Events, Incoming, Reply } from "./exchange";
import type { Context, Handler } from "./route";

export async function serveWeb(request: Request, handler: Handler, context: Context): Promise<Response> {
  return written(await handler(incoming(request), context), request);
}

const incoming = (request: Request): Incoming => ({
  headers: request.headers,
  async read(take) {
    const reader = request.body?.getReader();
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      if (!take(part.value)) return reader?.cancel();
    }
  },
});

function written({ status, headers, cookies = [], body }: Reply, request: Request): Response {
  const content = typeof body === "function" ? streamed(body, request.signal) : body;
  const response = new Response(content ?? null, { status, headers });
  for (const each of cookies) response.headers.append("set-cookie", each);
  return response;
}

function streamed(events: Events, signal: AbortSignal): ReadableStream<Uint8Array> {
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      const encoder = new TextEncoder();
      stop = events((text) => controller.enqueue(encoder.encode(text)));
      signal.addEventListener("abort", () => {
        stop();
        // Closing twice throws; the other side may have gone first.
        try {
          controller.close();
        } catch {}
      });
    },
    cancel: () => stop(),
  });
}
