// Whether a captcha vendor is down: our own judgement, from its answers to us. No request can bring it about:
// a token that the vendor refuses is an answer, and an answer is a sign of life.
import type { Clock, Log } from "../ports";
import { type FailureReason, SendFailure } from "../send-failure";

/** Failures without an answer between them, and over how long: one hiccup hits all that are under way. */
const ill = { failures: 3, ms: 1000 };
/** How long nobody is asked; then one is, and so on, more and more seldom. */
const pauseMs = { first: 5000, longest: 60_000 };

/** What says that the vendor cannot serve. Being throttled does not: a flood must not choose another captcha. */
const symptoms = new Set<FailureReason>(["temporary", "unknown", "misconfigured"]);

export interface Vigil {
  readonly down: boolean;
  /** Seconds until somebody may ask again; 0 while the vendor is up. */
  readonly retryAfter: number;
  /** Asked before every call: always while the vendor is up, once in a while when it is down. */
  mayAsk(): boolean;
  /** Makes the call, and learns from it. */
  watch<Value>(call: () => Promise<Value>): Promise<Value>;
}

export function vigil(vendor: string, clock: Clock, log: Log): Vigil {
  let failures = 0;
  let failingSince = 0;
  let pause = 0;
  let asksAgainAt = 0;

  const isDown = () => pause > 0;

  function answered() {
    if (isDown()) log.info({ event: "captcha-vendor-back", vendor }, "captcha vendor answers again");
    failures = 0;
    pause = 0;
  }

  function failed({ reason, vendorCode }: SendFailure, asProbe: boolean) {
    log.warn({ event: "captcha-vendor-failed", vendor, reason, vendorCode }, "captcha vendor did not judge");
    if (!symptoms.has(reason)) return;
    if (failures === 0) failingSince = clock.now();
    failures += 1;
    if (isDown()) {
      // What was under way when it went down says nothing new.
      if (!asProbe) return;
      pause = Math.min(pause * 2, pauseMs.longest);
    } else if (failures >= ill.failures && clock.now() - failingSince >= ill.ms) {
      pause = pauseMs.first;
      log.error({ event: "captcha-vendor-down", vendor, reason, vendorCode }, "captcha vendor is down");
    } else return;
    asksAgainAt = clock.now() + pause;
  }

  return {
    get down() {
      return isDown();
    },
    get retryAfter() {
      return isDown() ? Math.max(1, Math.ceil((asksAgainAt - clock.now()) / 1000)) : 0;
    },
    mayAsk() {
      if (!isDown()) return true;
      if (clock.now() < asksAgainAt) return false;
      // This one is the probe: the next comes after it has failed, or after a pause should it never end.
      asksAgainAt = clock.now() + pause;
      return true;
    },
    async watch(call) {
      const asProbe = isDown();
      try {
        const value = await call();
        answered();
        return value;
      } catch (error) {
        if (error instanceof SendFailure) failed(error, asProbe);
        throw error;
      }
    },
  };
}
