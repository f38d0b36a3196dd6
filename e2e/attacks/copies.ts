// Copies of the application in this process, for faults to be planted in: served over HTTP like the real one, with a
// clock that attackers need not wait for, and a puzzle's answer known to whoever looks.

import type { Hidden } from "@/lib/captcha";
import type { WorkSolution } from "@/lib/contract";
import { parseEnv } from "@/lib/env";
import { createServices, type Substitutes } from "@/lib/services";
import { type Entry, entriesOf } from "@/lib/testing/entries";
import { serve } from "@/lib/testing/loopback";
import { watchedWork } from "@/lib/testing/slider";
import type { Kind, Target } from "./attack";
import type { Phones } from "./phones";
import { settings } from "./settings";
import type { Widget } from "./widget";

type Requester = Parameters<NonNullable<Substitutes["requester"]>>[0];

export interface Copy extends Target {
  close(): Promise<void>;
}

export async function startCopy(kind: Kind, phones: Phones, widget: Widget): Promise<Copy> {
  let ahead = 0;
  let store: Requester | undefined;
  const answers = new Map<string, number>();
  const done = new Map<string, WorkSolution>();
  const lines: string[] = [];
  const line = (event: Record<string, unknown>, text: string) =>
    void lines.push(JSON.stringify({ ...event, text, error: event.error && String(event.error) }));
  const env = parseEnv({
    ...{ NODE_ENV: "production", APP_SECRET: "a-secret-of-tests-that-is-long-enough" },
    ...{ DATABASE_URL: "file::memory:", ...settings[kind] },
    ...(kind === "strict" && phones.settings),
    ...(kind === "direct" && widget.settings),
  });
  const services = await createServices(env, {
    clock: { now: () => Date.now() + ahead },
    log: { info: line, warn: line, error: line },
    requester(real) {
      store = real;
      return real;
    },
    pictures: (real) => ({
      async take(level) {
        const taken = await real.take(level);
        const { question }: Hidden = JSON.parse(taken.hidden);
        if (question) answers.set(JSON.stringify(question.path), question.answer);
        return taken;
      },
    }),
    // Known beforehand, so that nobody has to do it.
    work: watchedWork((nonce, solution) => void done.set(nonce, solution)),
  });
  const loopback = await serve(services);

  return {
    ...{ kind, origin: loopback.origin },
    messagesTo: async (address) =>
      kind === "strict"
        ? phones.messagesTo(address)
        : (services.outbox?.messages() ?? [])
            .filter(({ to }) => to === address)
            .map(({ code, text }) => ({ code, text }))
            .reverse(),
    look: async ({ path }) => answers.get(JSON.stringify(path)) ?? 0,
    async work({ work: { parameters } }, most = Number.POSITIVE_INFINITY) {
      const work = done.get(parameters.nonce) ?? { counter: 0, derivedKey: "00" };
      if (work.counter > most) throw new Error("The work takes more steps than that");
      return work;
    },
    pass: widget.pass,
    async wait(seconds) {
      ahead += seconds * 1000;
    },
    output: () => lines.join("\n"),
    stored: async (): Promise<Entry[]> => (store ? entriesOf(store) : []),
    async verified(country) {
      for (let nth = 0; nth < 20; nth++) await services.tallies.count("outbox", country, "verified");
    },
    async close() {
      await loopback.close();
      await services.close();
    },
  };
}
