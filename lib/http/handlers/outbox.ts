// GET /api/outbox: what the outbox kept, newest first; as a stream of events for `Accept: text/event-stream`.
// There is no such call where the outbox is not a provider.
import { Problem } from "../../problem";
import type { Outbox } from "../../providers/outbox";
import type { Events } from "../exchange";
import { query } from "../route";

export const readOutbox = query(async ({ request, services: { outbox } }) => {
  if (!outbox) throw new Problem("not-found");
  if (request.headers.get("accept")?.includes("text/event-stream"))
    return { type: "text/event-stream", text: events(outbox) };
  return { status: 200, body: { messages: outbox.messages() } };
});

const events =
  (outbox: Outbox): Events =>
  (send) => {
    // A first line at once: the browser then knows that it is connected.
    send(": listening\n\n");
    const unsubscribe = outbox.subscribe((message) => send(`data: ${JSON.stringify(message)}\n\n`));
    const beat = setInterval(() => send(": still here\n\n"), 15_000);
    return () => {
      unsubscribe();
      clearInterval(beat);
    };
  };
