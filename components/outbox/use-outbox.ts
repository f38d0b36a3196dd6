// Keeps the page's messages in step with the server: a stream of events, and a look at the whole list whenever
// the stream opens, because nothing repeats what was sent while nobody listened.
import { useEffect, useReducer, useState } from "react";
import { api } from "@/lib/api-client";
import type { KeptMessage } from "@/lib/contract";
import { keyOf, merge } from "./kept-message";

export type Connection = "connecting" | "live" | "lost";

interface State {
  /** Newest first. */
  messages: readonly KeptMessage[];
  /** Keys of those that came while the page was open. */
  arrived: ReadonlySet<string>;
  /** The last of them. */
  latest?: KeptMessage;
}

function receive(state: State, more: readonly KeptMessage[]): State {
  const known = new Set(state.messages.map(keyOf));
  const unknown = merge([], more).filter((message) => !known.has(keyOf(message)));
  const [latest] = unknown;
  if (!latest) return state;
  return {
    messages: merge(state.messages, unknown),
    arrived: new Set([...state.arrived, ...unknown.map(keyOf)]),
    latest,
  };
}

export function useOutbox(kept: readonly KeptMessage[]): State & { connection: Connection } {
  const [state, add] = useReducer(receive, { messages: kept, arrived: new Set<string>() });
  const [connection, setConnection] = useState<Connection>("connecting");

  useEffect(() => {
    const events = api.watchOutbox();
    events.onopen = () => {
      setConnection("live");
      api
        .readOutbox()
        .then(({ messages }) => add(messages))
        // The stream goes on without it, and asks again when it next opens.
        .catch(() => undefined);
    };
    events.onmessage = ({ data }) => add([JSON.parse(data)]);
    // The browser connects again by itself, unless the answer was a refusal.
    events.onerror = () => setConnection(events.readyState === events.CLOSED ? "lost" : "connecting");
    return () => events.close();
  }, []);

  return { ...state, connection };
}
