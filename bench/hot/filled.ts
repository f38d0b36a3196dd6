// The whole of a send and of an attempt without HTTP, on a store that others have filled: a process of its own, so
// that what it keeps in memory burdens nobody else's.

import { testSecret } from "@/e2e/server";
import { parseRoutes } from "@/lib/dispatch/routes";
import { parseEnv } from "@/lib/env";
import type { Provider } from "@/lib/ports";
import { createServices } from "@/lib/services";
import { createEmbeddedEngine } from "@/lib/stores/embedded/engine";
import type { Requester } from "@/lib/stores/redis";
import { type Entry, entriesOf } from "@/lib/testing/entries";
import { type RedisServer, startRedis } from "@/lib/testing/servers/redis";
import { mainThreadMs, residentMb } from "../cpu.mjs";
import { gather, type Person } from "./people";
import { type Backend, manyPeople } from "./stage";

/** Microseconds of processor time of each, the store's included. */
export interface Round {
  send: number;
  attempt: number;
  residentMb: number;
}

const atOnce = 32;
/** Commands of one request while filling. */
const portion = 2000;

export async function fill(backend: Backend, live: number) {
  const redis = backend === "redis" ? await startRedis() : undefined;
  const codes = new Map<string, string>();
  const vendor: Provider = {
    ...{ name: "quick", channels: ["sms"] },
    async send({ to, code }) {
      codes.set(to, code);
      return { vendorId: to };
    },
  };
  const env = parseEnv({
    ...{ APP_SECRET: testSecret, DATABASE_URL: "file::memory:", LIMITS: manyPeople },
    ...(redis && { REDIS_URL: redis.url }),
  });
  // Of its own accord the embedded store refuses to grow beyond a million keys, which is less than this takes.
  const engine = await createEmbeddedEngine({ clock: Date.now, maxKeys: 100_000_000 });
  let store: Requester = engine;
  const { verification } = await createServices(
    { ...env, SMS_ROUTES: parseRoutes("*=quick") },
    {
      ...{ providers: [vendor], log: { info() {}, warn() {}, error() {} } },
      requester: (real) => {
        store = redis ? real : engine;
        return store;
      },
    },
  );
  const redisPid = redis && (await pidOf(redis));

  async function send(person: Person) {
    const { address, ip, captchaToken } = person;
    const asked = { channel: "sms", address, purpose: "sign-up", locale: "en", ip, captchaToken } as const;
    const { challenge, deliver } = await verification.start(asked);
    await deliver();
    person.challengeId = challenge.challengeId;
  }

  async function attempt({ challengeId = "", address, ip }: Person) {
    const { note } = await verification.attempt(challengeId, codes.get(address) ?? "", ip);
    codes.delete(address);
    await note();
  }

  /** @returns microseconds for each of them */
  async function cost(people: Person[], work: (person: Person) => Promise<void>): Promise<number> {
    const used = () => {
      const { user, system } = process.cpuUsage();
      return user + system + (redisPid ? mainThreadMs(redisPid) * 1000 : 0);
    };
    const before = used();
    for (let from = 0; from < people.length; from += atOnce)
      await Promise.all(people.slice(from, from + atOnce).map(work));
    return (used() - before) / people.length;
  }

  async function round(count: number): Promise<Round> {
    const people = await gather(store, count);
    return {
      send: await cost(people, send),
      attempt: await cost(people, attempt),
      residentMb: residentMb(redisPid ?? process.pid),
    };
  }

  const [first, second] = await gather(store, 2);
  if (!first || !second) throw new Error("Nobody came");
  await send(first);
  const common = new Set((await entriesOf(store)).map(({ key }) => key));
  await send(second);
  const left = (await entriesOf(store)).filter(({ key }) => !common.has(key));
  await multiply(store, left, live);
  return { round };
}

/** What one send has left in the store, so many times, under names of its own. */
async function multiply(store: Requester, entries: Entry[], times: number): Promise<void> {
  let commands: string[][] = [];
  for (let number = 0; number < times; number += 1) {
    for (const { key, value, lifetime } of entries) {
      const own = key.replace(/\}.*/, `}${String(number).padStart(19, "-")}`);
      commands.push(Array.isArray(value) ? ["HSET", own, ...value.map(copy)] : ["SET", own, copy(value)]);
      commands.push(["PEXPIRE", own, String(lifetime)]);
    }
    if (commands.length < portion && number < times - 1) continue;
    const replies = await store.request({ path: ["pipeline"], body: commands });
    const failed = (replies as { error?: string }[]).find(({ error }) => error);
    if (failed) throw new Error(failed.error);
    commands = [];
  }
}

/** Texts that many entries share would take less memory than theirs do. */
const copy = (text: unknown) => Buffer.from(String(text)).toString();

async function pidOf(redis: RedisServer): Promise<number> {
  return Number(/^process_id:(\d+)/m.exec(String(await redis.send(["INFO"])))?.[1]);
}
