// Dispatch: deliver one message through a route of providers. Pure: providers and timers come in.
// A definite failure moves to the next provider at once; silence starts one beside it, with the same code.
import type { Address } from "../address";
import type { Channel } from "../contract";
import type { Delivered, Dispatch, Log, Message, Provider, Timers } from "../ports";
import { type FailureReason, SendFailure } from "../send-failure";
import { type Bounds, capacity } from "./capacity";
import type { Routes } from "./routes";

export interface Parts {
  routes: Record<Channel, Routes>;
  providers: ReadonlyMap<string, Provider>;
  /** Milliseconds of silence after which the next provider is asked beside the first; at most once. */
  hedgeMs: number;
  /** Milliseconds a provider may take for one message. */
  deadlineMs: number;
  bounds: Bounds;
  timers: Timers;
  log: Log;
}

type Answer = { provider: Provider; vendorId: string } | { provider: Provider; failure: SendFailure };

export function dispatch({ routes, providers, hedgeMs, deadlineMs, bounds, timers, log }: Parts): Dispatch {
  const places = capacity(bounds);
  const serving = (channel: Channel, country: string | undefined) =>
    routes[channel].to(country).flatMap((name) => providers.get(name) ?? []);

  /** One call, which the deadline or `stop` ends whether the provider cooperates or not. */
  function ask(provider: Provider, message: Message): { answer: Promise<Answer>; stop: () => void } {
    const call = new AbortController();
    const silence = new Promise<never>((_, reject) => {
      call.signal.addEventListener("abort", () => reject(new SendFailure("unknown", "timeout")));
    });
    const cancel = timers.after(deadlineMs, () => call.abort());
    const answer = Promise.race([provider.send(message, call.signal), silence])
      .then(({ vendorId }): Answer => ({ provider, vendorId }))
      .catch((error: unknown): Answer => ({ provider, failure: failureOf(error) }))
      .finally(cancel);
    return { answer, stop: () => call.abort() };
  }

  async function deliver(message: Message): Promise<Delivered | undefined> {
    const route = serving(message.channel, message.country);
    const asked = new Map<Promise<Answer>, () => void>();
    let next = 0;
    let hedged = false;
    const askNext = () => {
      const provider = route[next];
      next += 1;
      if (!provider) return;
      const { answer, stop } = ask(provider, message);
      asked.set(answer, stop);
    };

    askNext();
    while (asked.size > 0) {
      const bell = !hedged && next < route.length ? ringing(timers, hedgeMs) : undefined;
      const [answer, given] = await Promise.race([
        ...[...asked.keys()].map((each) => each.then((value) => [each, value] as const)),
        ...(bell ? [bell.rings.then(() => [undefined, undefined] as const)] : []),
      ]);
      bell?.cancel();
      if (!given) {
        hedged = true;
        askNext();
        continue;
      }
      asked.delete(answer);
      report(message, given);
      const settled = !("failure" in given) || given.failure.reason === "invalid-address";
      if (settled) {
        // Whoever is still asked may be spared the message, or us a second one.
        for (const stop of asked.values()) stop();
        return "failure" in given ? undefined : { provider: given.provider.name, vendorId: given.vendorId };
      }
      askNext();
    }
    return undefined;
  }

  function report({ channel, country }: Message, answer: Answer) {
    const event = { provider: answer.provider.name, channel, country };
    if (!("failure" in answer)) return log.info({ event: "sent", ...event }, "message accepted");
    const { reason, vendorCode } = answer.failure;
    // An operator has to act on these, and nothing else will tell.
    const level = reason === "misconfigured" ? "error" : "warn";
    log[level]({ event: "send-failed", ...event, reason, vendorCode }, "message not accepted");
  }

  return {
    serves: (address: Address) => serving(address.channel, address.country).length > 0,
    reserve: places.reserve,
    deliver: (message) => places.run(() => deliver(message)),
  };
}

function ringing(timers: Timers, ms: number) {
  let cancel = () => {};
  const rings = new Promise<void>((resolve) => {
    cancel = timers.after(ms, resolve);
  });
  return { rings, cancel };
}

/** Anything else that a provider throws is a bug of ours: who knows what it did. */
function failureOf(error: unknown): SendFailure {
  return error instanceof SendFailure
    ? error
    : new SendFailure("unknown" satisfies FailureReason, "unexpected");
}
