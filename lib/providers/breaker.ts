import "server-only";
// A circuit breaker around one provider: skipped while it keeps failing, probed again after a while, skipped at
// once when it is misconfigured. A skipped provider fails definitely and for free, so the route goes on.
import {
  BrokenCircuitError,
  type CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
} from "cockatiel";
import type { Log, Provider } from "../ports";
import { SendFailure } from "../send-failure";

/** Nine of ten of the last twenty calls, once there were five: a vendor that fails now and then is still of use. */
const ill = { threshold: 0.9, size: 20, minimumNumberOfCalls: 5 };
/** Wait before a probe: 5 s at first, a minute at most. */
const probeAfterMs = new ExponentialBackoff({ initialDelay: 5000, maxDelay: 60_000 });

/** What says that the vendor is ill, rather than that one message was not wanted. */
const illness = new Set(["temporary", "misconfigured", "unknown"]);

export function withBreaker(provider: Provider, log: Log): Provider {
  const lately = new CountBreaker(ill);
  let misconfigured = false;
  const policy = circuitBreaker(
    handleWhen((error) => error instanceof SendFailure && illness.has(error.reason)),
    {
      halfOpenAfter: probeAfterMs,
      breaker: {
        state: undefined,
        success: (state: CircuitState) => lately.success(state),
        failure: (state: CircuitState) => lately.failure(state) || misconfigured,
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
