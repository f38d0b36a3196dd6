import "server-only";
// A circuit breaker around one provider: skipped while it keeps failing, probed again after a while, skipped at
// once when it is misconfigured. A skipped provider fails definitely and for free, so the route goes on.
import { BrokenCircuitError, circuitBreaker, ExponentialBackoff, handleWhen } from "cockatiel";
import type { Log, Provider } from "../ports";
import { SendFailure, takenElsewhere } from "../send-failure";

/**
 * Failures without a success between them, and over how long. Both: refusals come faster than acceptances, so
 * the first answers of a burst are failures even of a vendor that is half well.
 */
const ill = { failures: 5, ms: 2000 };
/** Wait before a probe: some seconds at first, with jitter, and a minute at most. */
const probeAfterMs = new ExponentialBackoff({ initialDelay: 5000, maxDelay: 60_000 });

/** What says that the vendor is ill, rather than that one message was not wanted. */
const symptoms = new Set(["temporary", "misconfigured", "unknown"]);

export function withBreaker(provider: Provider, log: Log): Provider {
  let failures = 0;
  let failingSince = 0;
  let misconfigured = false;
  const policy = circuitBreaker(
    handleWhen(
      (error) =>
        error instanceof SendFailure && symptoms.has(error.reason) && error.vendorCode !== takenElsewhere,
    ),
    {
      halfOpenAfter: probeAfterMs,
      breaker: {
        state: undefined,
        success() {
          failures = 0;
        },
        failure() {
          if (failures === 0) failingSince = Date.now();
          failures += 1;
          return misconfigured || (failures >= ill.failures && Date.now() - failingSince >= ill.ms);
        },
      },
    },
  );
  policy.onBreak(() =>
    log.error({ event: "provider-skipped", provider: provider.name }, "provider keeps failing"),
  );
  policy.onReset(() => log.info({ event: "provider-back", provider: provider.name }, "provider works again"));

  return {
    ...provider,
    async send(message, signal) {
      try {
        return await policy.execute(() =>
          provider.send(message, signal).catch((error) => {
            if (signal.reason === takenElsewhere) throw new SendFailure("unknown", takenElsewhere);
            misconfigured = error instanceof SendFailure && error.reason === "misconfigured";
            throw error;
          }),
        );
      } catch (error) {
        throw error instanceof BrokenCircuitError ? new SendFailure("temporary", "skipped") : error;
      }
    },
  };
}
