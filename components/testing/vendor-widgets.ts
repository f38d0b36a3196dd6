// Vendors' scripts in a component test: they load when a test says so, and do what the test does.
import { act } from "@testing-library/react";
import { vi } from "vitest";

/** What the vendor's script was asked to draw, and by which it tells of what happens. */
type Options = Record<string, unknown>;

export function scriptOf(origin: string): HTMLScriptElement | null {
  return document.head.querySelector(`script[src^="${origin}/"]`);
}

/** Ends the wait for a script, once there is one. */
export async function settleScript(origin: string, how: "load" | "error"): Promise<void> {
  const script = await vi.waitUntil(() => scriptOf(origin));
  await act(async () => void script.dispatchEvent(new Event(how)));
}

export function stubTurnstile() {
  const drawn: Options[] = [];
  const removed: string[] = [];
  vi.stubGlobal("turnstile", {
    render: (host: HTMLElement, options: Options) => {
      drawn.push(options);
      host.append(document.createElement("iframe"));
      return `widget-${drawn.length}`;
    },
    remove: (widget: string) => void removed.push(widget),
  });
  /** Lets the newest widget tell of something. */
  const tell = (event: string, ...said: unknown[]) =>
    act(async () => {
      const newest = drawn.at(-1) as Record<string, (...said: unknown[]) => unknown>;
      return newest[event]?.(...said);
    });
  return { drawn, removed, tell };
}

export function stubYidun({ fails = false } = {}) {
  const drawn: Options[] = [];
  const destroy = vi.fn();
  vi.stubGlobal(
    "initNECaptcha",
    (options: Options, onLoad: (instance: object) => void, onError: (error: Error) => void) => {
      drawn.push(options);
      if (fails) onError(new Error("no picture"));
      else onLoad({ destroy });
    },
  );
  const verify = (error: unknown, data?: object) =>
    act(async () => {
      const newest = drawn.at(-1) as { onVerify(error: unknown, data?: object): void };
      newest.onVerify(error, data);
    });
  return { drawn, destroy, verify };
}
