// GET /api/outbox: what the outbox kept, newest first; as a stream of events for `Accept: text/event-stream`.
// There is no such call where the outbox is not a provider.
import { Problem } from "../../problem";
import type { Outbox } from "../../providers/outbox";
import { query } from "../route";

export const readOutbox = query(async ({ request, services: { outbox } }) => {
  if (!outbox) throw new Problem("not-found");
  if (request.headers.get("accept")?.includes("text/event-stream")) return stream(outbox, request.signal);
  return { status: 200, body: { messages: outbox.messages() } };
});

function stream(outbox: Outbox, signal: AbortSignal): Response {
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder();
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      // A first line at once: the browser then knows that it is connected.
      send(": listening\n\n");
      const unsubscribe = outbox.subscribe((message) => send(`data: ${JSON.stringify(message)}\n\n`));
      const beat = setInterval(() => send(": still here\n\n"), 15_000);
      stop = () => {
        unsubscribe();
        clearInterval(beat);
      };
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
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}
