// Our scripts and limits on a real redis-server: it shows everything that the embedded store shows.
import { errors, Redis } from "@upstash/redis";
import { afterAll, beforeAll } from "vitest";
import { type Oracle, startRedis } from "./embedded/oracle";
import { describeLimits } from "./limits.contract";
import { describeStores } from "./stores.contract";

let server: Oracle;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

type Call = { path?: string[]; body?: unknown };

async function answer(args: unknown[]) {
  const reply = await server.send(args.map(String));
  return reply instanceof Error ? { error: reply.message } : { result: reply };
}

const requester = {
  async request({ path = [], body }: Call) {
    if (path[0] === "pipeline") return Promise.all((body as unknown[][]).map(answer));
    const one = await answer(body as unknown[]);
    if (one.error) throw new errors.UpstashError(one.error);
    return one;
  },
};

async function open() {
  await server.send(["FLUSHALL"]);
  return new Redis(requester as ConstructorParameters<typeof Redis>[0]);
}

describeLimits("a redis-server", open);
describeStores("a redis-server", open);
