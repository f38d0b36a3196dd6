// The production build as attackers find it: one server of each kind, on one store.
import { get } from "node:http";
import { Redis } from "ioredis";
import { adaptive, solveBy } from "@/bench/captcha/solvers";
import type { PuzzleResponse, WorkSolution } from "@/lib/contract";
import { startRedis } from "@/lib/testing/servers/redis";
import { workDone } from "@/lib/testing/slider";
import { answerOf } from "../answer";
import { type Server, spawnServer, untilReady } from "../server";
import type { Kind, Message, Target } from "./attack";
import { startPhones } from "./phones";
import { settings } from "./settings";
import { startWidget } from "./widget";

export type Store = "the embedded store" | "Redis";

export interface Production {
  servers: Record<Kind, Target>;
  stop(): Promise<void>;
}

const kinds = Object.keys(settings) as Kind[];

export async function startProduction(store: Store): Promise<Production> {
  const redis = store === "Redis" ? await startRedis() : undefined;
  const [phones, widget] = await Promise.all([startPhones(), startWidget()]);
  const started = await Promise.all(
    kinds.map(async (kind, database): Promise<[Kind, Server]> => {
      const server = await spawnServer(
        {
          ...settings[kind],
          ...(kind === "strict" && phones.settings),
          ...(kind === "direct" && widget.settings),
          // Each a database of its own: what one of them has sent is no other's business.
          ...(redis && { REDIS_URL: `${redis.url}/${database}` }),
        },
        // Both ways to start it, where they might differ: in whom they take for the client, and in paths.
        redis && (kind === "direct" || kind === "tight") ? "next start" : "npm start",
      );
      if (!(await server.opened)) throw new Error(`The ${kind} server did not start:\n${server.output()}`);
      await untilReady(server);
      return [kind, server];
    }),
  );

  const output = () => started.map(([, server]) => server.output()).join("\n");
  const targets = started.map(([kind, server]): [Kind, Target] => [
    kind,
    {
      ...{ kind, origin: server.origin, output },
      messagesTo: kind === "strict" ? phones.messagesTo : watchOutbox(server),
      // Programs are right about every second time. Where the operator can be asked, every chance counts.
      look: (puzzle) => (redis ? answerOf(puzzle.puzzleId, server.settings) : solveBy(adaptive.gap, puzzle)),
      ...{ work, pass: widget.pass },
      wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
      ...(redis && { stored: redis.entries, verified: neighbour(`${redis.url}/${kinds.indexOf(kind)}`) }),
    },
  ]);
  return {
    servers: Object.fromEntries(targets) as Production["servers"],
    async stop() {
      await Promise.all(started.map(([, server]) => server.stop()));
      await Promise.all([redis?.stop(), phones.close(), widget.close()]);
    },
  };
}

/** A demonstration's outbox is everybody's, and tells what arrives. */
function watchOutbox({ origin }: Server): Target["messagesTo"] {
  const messages = new Map<string, Message[]>();
  let rest = "";
  get(`${origin}/api/outbox`, { headers: { accept: "text/event-stream" } }, (answer) => {
    // It ends with its server.
    answer.on("error", () => {});
    answer.setEncoding("utf8").on("data", (chunk: string) => {
      const events = (rest + chunk).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events.filter((each) => each.startsWith("data: "))) {
        const { to, code, text } = JSON.parse(event.slice(6));
        messages.set(to, [...(messages.get(to) ?? []), { code, text }]);
      }
    });
  }).on("error", () => {});
  return async (address) => messages.get(address) ?? [];
}

/** Another process on the same store, as its tallies show it. */
const neighbour = (url: string) => async (country: string) => {
  const store = new Redis(url);
  const today = new Date().toISOString().slice(0, 10);
  await store.hincrby(`fg:tally:{outbox:${country}}:${today}`, "verified", 20);
  store.disconnect();
};

/** Twice as fast as a browser would be, and with pauses for the attacks beside it. */
async function work(
  { work: challenge }: Pick<PuzzleResponse, "work">,
  most = 200_000,
): Promise<WorkSolution> {
  const { keyPrefix } = challenge.parameters;
  for (let counter = 1; counter <= most; counter++) {
    const done = workDone(challenge, counter);
    if (done.derivedKey.startsWith(keyPrefix)) return done;
    if (counter % 25 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error("The work took too long");
}
