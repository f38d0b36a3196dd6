// Dispatch: deliver one message through a route of providers, in order. Pure.
import type { Address } from "../address";
import type { Channel } from "../contract";
import type { Dispatch, Log, Provider } from "../ports";
import type { Routes } from "./routes";

export interface Parts {
  routes: Record<Channel, Routes>;
  providers: ReadonlyMap<string, Provider>;
  /** Milliseconds a provider may take for one message. */
  deadlineMs: number;
  log: Log;
}

export function dispatch({ routes, providers, deadlineMs, log }: Parts): Dispatch {
  const serving = (channel: Channel, country: string | undefined) =>
    routes[channel].to(country).flatMap((name) => providers.get(name) ?? []);

  return {
    serves: (address: Address) => serving(address.channel, address.country).length > 0,

    async deliver(message) {
      const { channel, country } = message;
      for (const provider of serving(channel, country)) {
        try {
          await provider.send(message, AbortSignal.timeout(deadlineMs));
          log.info({ event: "sent", provider: provider.name, channel, country }, "message accepted");
          return true;
        } catch (error) {
          // Only the kind of the error: its text may hold the address or the code.
          const reason = error instanceof Error ? error.name : "unknown";
          log.warn(
            { event: "send-failed", provider: provider.name, channel, country, reason },
            "message not accepted",
          );
        }
      }
      return false;
    },
  };
}
