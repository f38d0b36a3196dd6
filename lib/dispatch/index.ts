// Dispatch: deliver one message through a route of providers. Pure: providers and timers come in.
// A definite failure moves to the next provider at once; silence starts one beside it, with the same code.
import type { Address } from "../address";
import { type Bounds, capacity } from "../capacity";
import type { Channel } from "../contract";
import type { Clock, DeliveryTerms, Dispatch, Log, Message, Outcome, Provider, Timers } from "../ports";
import { type FailureReason, SendFailure, takenElsewhere } from "../send-failure";
import type { Routes } from "./routes";

export interface Parts {
  routes: Record<Channel, Routes>;
  providers: ReadonlyMap<string, Provider>;
  /** Milliseconds of silence after which the next provider is asked beside the first; at most once. */
  hedgeMs: number;
  /** Milliseconds a provider may take for one message. */
  deadlineMs: number;
  bounds: Bounds;
  clock: Clock;
  timers: Timers;
  log: Log;
}

/** How often a route is gone along for one message. */
const rounds = 3;
/** Before the second round, and twice that before the third. */
const pauseMs = 250;
/** A turn that comes later than this before the end is not worth asking anybody. */
const leastMs = 1000;

/** What may be over in a moment. A throttle or a refusal will not be. */
const passing: ReadonlySet<FailureReason> = new Set(["temporary", "unknown"]);

/** What is remembered of a delivery from one round to the next. */
interface Progress {
  /** Silence has started a second provider already: once a message is enough. */
  hedged: boolean;
  /** Some call ended in a way that may have been a delivery. */
  perhapsSent: boolean;
  /** Those of the last round that failed in passing. */
  worthRetrying: Set<Provider>;
  over: Promise<void>;
}

type Answer = { provider: Provider; vendorId: string } | { provider: Provider; failure: SendFailure };

type Happened = { answer: Promise<Answer>; given: Answer } | "silence" | "over";

export function dispatch({
  routes,
  providers,
  hedgeMs,
  deadlineMs,
  bounds,
  clock,
  timers,
  log,
}: Parts): Dispatch {
  const places = capacity(bounds);
  const served = new Map<readonly string[], Provider[]>();
  /** Asked of every send, twice, and always the same for one route. */
  function serving(channel: Channel, country: string | undefined): readonly Provider[] {
    const route = routes[channel].to(country);
    const known = served.get(route);
    if (known) return known;
    const fresh = route.flatMap((name) => providers.get(name) ?? []);
    served.set(route, fresh);
    return fresh;
  }

  /** One call, which the deadline or `stop` ends whether the provider cooperates or not. */
  function ask(provider: Provider, message: Message): { answer: Promise<Answer>; stop: () => void } {
    const call = new AbortController();
    let stop = () => {};
    const answer = new Promise<Answer>((resolve) => {
      const fail = (error: unknown) => {
        cancel();
        resolve({ provider, failure: failureOf(error) });
      };
      const giveUp = (why?: string) => {
        fail(new SendFailure("unknown", "timeout"));
        call.abort(why);
      };
      const cancel = timers.after(deadlineMs, giveUp);
      stop = () => giveUp(takenElsewhere);
      provider.send(message, call.signal).then(({ vendorId }) => {
        cancel();
        resolve({ provider, vendorId });
      }, fail);
    });
    return { answer, stop };
  }

  /**
   * Goes along the route; then, where a vendor or the way to it failed, along those once more, up to `rounds`
   * times. What may have been sent is sent once more only where the terms allow it.
   */
  async function deliver(message: Message, { endsAt, mayRepeat }: DeliveryTerms): Promise<Outcome> {
    const leftMs = endsAt - clock.now();
    if (leftMs < leastMs) return { kind: "nothing-sent" };
    const over = bell(timers, leftMs);
    const progress: Progress = {
      ...{ hedged: false, perhapsSent: false, worthRetrying: new Set<Provider>(), over: over.rings },
    };
    let route = serving(message.channel, message.country);
    try {
      for (let round = 1; ; round += 1) {
        const outcome = await goAlong(route, message, progress);
        if (outcome !== "again") return outcome;
        route = route.filter((provider) => progress.worthRetrying.has(provider));
        if (round === rounds || route.length === 0) return failed(progress);
        if (progress.perhapsSent && !(await mayRepeat())) return failed(progress);
        const pause = bell(timers, pauseMs * round);
        await Promise.race([pause.rings, over.rings]);
        pause.cancel();
      }
    } finally {
      over.cancel();
    }
  }

  async function goAlong(
    route: readonly Provider[],
    message: Message,
    progress: Progress,
  ): Promise<Outcome | "again"> {
    const asked = new Map<Promise<Answer>, () => void>();
    const stopAll = () => {
      for (const stop of asked.values()) stop();
      progress.perhapsSent ||= asked.size > 0;
    };
    progress.worthRetrying.clear();
    let next = 0;
    const askNext = () => {
      const provider = route[next];
      next += 1;
      if (!provider) return;
      const { answer, stop } = ask(provider, message);
      asked.set(answer, stop);
    };

    askNext();
    while (asked.size > 0) {
      const hedge = !progress.hedged && next < route.length ? bell(timers, hedgeMs) : undefined;
      const event = await new Promise<Happened>((resolve) => {
        for (const answer of asked.keys()) void answer.then((given) => resolve({ answer, given }));
        void hedge?.rings.then(() => resolve("silence"));
        void progress.over.then(() => resolve("over"));
      });
      hedge?.cancel();
      if (event === "over") {
        stopAll();
        return failed(progress);
      }
      if (event === "silence") {
        progress.hedged = true;
        askNext();
        continue;
      }
      const { answer, given } = event;
      asked.delete(answer);
      report(message, given);
      if (!("failure" in given)) {
        // Whoever is still asked may be spared the message, or us a second one.
        stopAll();
        return { kind: "accepted", provider: given.provider.name, vendorId: given.vendorId };
      }
      const { reason } = given.failure;
      progress.perhapsSent ||= reason === "unknown";
      if (reason === "invalid-address") {
        stopAll();
        return failed(progress);
      }
      if (passing.has(reason)) progress.worthRetrying.add(given.provider);
      askNext();
    }
    return "again";
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
    routeTo: (address: Address) => serving(address.channel, address.country).map(({ name }) => name),
    reserve: places.reserve,
    deliver: (message, terms) => places.run(() => deliver(message, terms)),
  };
}

const failed = ({ perhapsSent }: Progress): Outcome => ({
  kind: perhapsSent ? "perhaps-sent" : "nothing-sent",
});

function bell(timers: Timers, ms: number) {
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
