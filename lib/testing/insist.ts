// Patience for busy machines: a database that has just been made may be too late for the deadline of a request.
import type { Reply } from "./application";

/** Asks again, as a client would, while the answer is "not right now"; ten times at most. */
export async function insist(call: () => Promise<Reply>): Promise<Reply> {
  for (let asked = 1; ; asked++) {
    const reply = await call();
    if (reply.status !== 503 || asked === 10) return reply;
  }
}
