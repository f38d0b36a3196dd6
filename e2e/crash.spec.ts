// Instances that die in the middle of everything (kill -9), again and again, under whole sign-ups. What was
// acknowledged stays, what happens once has not happened twice, and no count ever goes back.
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  attempt,
  createAccount,
  newNumber,
  type Place,
  type Reply,
  readSession,
  startChallenge,
} from "./client";
import { expect, limits, test, untilOpen } from "./instances";
import { type Server, spawnServer } from "./server";
import { startTextVendor, type TextVendor } from "./vendor";

test.describe.configure({ mode: "default" });

/** A client that got all the way: this may not be lost. */
interface Account {
  id: string;
  number: string;
  cookie: string;
}

interface Flood {
  accounts: Account[];
  /** How many sends were answered with 202. */
  acknowledged: number;
  /** Numbers whose send was not: nobody knows whether it was taken. */
  unanswered: string[];
  /** What happened twice. */
  twice: string[];
  /** Answers that are neither a success nor a refusal that a crash explains. */
  odd: string[];
  /** How many answers there were of each kind, and how many codes did not arrive. */
  heard: Record<string, number>;
  /** Lets most clients wait, and the others take their time, until something is done: else a start takes long. */
  easeUntil<Result>(done: Promise<Result>): Promise<Result>;
  /** Ends it, when all clients are through with what they are at. */
  end(): Promise<void>;
}

/** A code that does not arrive within this was lost with the process that had it. */
const codePatienceMs = 1500;

/** A few clients who sign up one number after the other, and go on elsewhere when nobody answers. */
function startFlood(places: readonly Place[], texts: TextVendor, clients = 6): Flood {
  const flood = {
    ...{ accounts: [] as Account[], acknowledged: 0, unanswered: [] as string[] },
    ...{ twice: [] as string[], odd: [] as string[], heard: {} as Record<string, number> },
  };
  const hear = (what: string) => {
    flood.heard[what] = (flood.heard[what] ?? 0) + 1;
  };
  let over = false;
  let eased: Promise<unknown> | undefined;

  const judge = (call: string, reply: Reply | undefined, ...expected: number[]) => {
    hear(`${call}: ${reply ? [reply.status, reply.code].join(" ").trim() : "no answer"}`);
    // A machine that starts servers all the time may be too busy to answer: that is said, and promises nothing.
    if (reply && ![503, ...expected].includes(reply.status)) flood.odd.push(`${reply.status} ${reply.code}`);
    return reply;
  };
  /** The same request at every place at the same time; what was answered. */
  const everywhere = async (call: (at: Place) => Promise<Reply>) => {
    const answers = await Promise.all(places.map((at) => call(at).catch(() => undefined)));
    return answers.flatMap((answer) => answer ?? []);
  };

  async function signUp(at: Place, number: string): Promise<boolean> {
    const sent = judge("send", await startChallenge(at, number).catch(() => undefined), 202);
    if (sent?.status !== 202) {
      flood.unanswered.push(number);
      return false;
    }
    flood.acknowledged += 1;
    const code = await texts.code(number, 1, codePatienceMs).catch(() => undefined);
    if (!code) {
      hear("no code");
      return true;
    }
    const { challengeId } = sent.body;
    const attempts = await everywhere((place) => attempt(place, challengeId, code));
    for (const each of attempts) judge("attempt", each, 201, 410);
    const proofs = attempts.filter(({ status }) => status === 201).map(({ body }) => body.proof);
    if (proofs.length > 1) flood.twice.push(`proofs of ${number}`);
    if (!proofs[0]) return true;
    const made = await everywhere((place) => createAccount(place, proofs[0]));
    for (const each of made) judge("account", each, 201, 409, 410);
    const accounts = made.filter(({ status }) => status === 201);
    if (accounts.length > 1) flood.twice.push(`accounts of one proof, for ${number}`);
    for (const { body, cookie } of accounts) flood.accounts.push({ id: body.account.id, number, cookie });
    return true;
  }

  const running = Array.from({ length: clients }, async (_, client) => {
    for (let home = client; !over; ) {
      // Some go on: an instance starts, and another one serves, under load.
      if (eased) await (client < 2 ? pause(50) : eased);
      const answered = await signUp(places[home % places.length] as Place, newNumber());
      if (!answered) home += 1;
      // With one place there is nowhere else to go while it starts again.
      if (!answered && places.length === 1) await pause(50);
    }
  });
  return Object.assign(flood, {
    async easeUntil<Result>(done: Promise<Result>) {
      eased = done.catch(() => {});
      await eased;
      eased = undefined;
      return done;
    },
    async end() {
      over = true;
      await Promise.all(running);
    },
  });
}

/** Waits until more people are through. @throws with what they meet instead */
async function untilMore(flood: Flood, servers: readonly Server[]): Promise<void> {
  const before = flood.accounts.length;
  const met = () =>
    [JSON.stringify(flood.heard), ...servers.map(({ output }) => output().slice(-2000))].join("\n");
  await expect(() => expect(flood.accounts.length, met()).toBeGreaterThan(before + 5)).toPass({
    intervals: [50],
    timeout: 20_000,
  });
}

/** Those whose session a place does not know, or takes for somebody else's. */
async function strangers(at: Place, accounts: Account[]): Promise<string[]> {
  const unknown: string[] = [];
  for (const { id, number, cookie } of accounts) {
    const { status, body } = await readSession(at, cookie);
    if (status !== 200 || body.account.id !== id || body.account.phone !== number) unknown.push(number);
  }
  return unknown;
}

test("Twenty crashes under load lose no account, double nothing and take no count back", async ({
  shared,
}) => {
  test.setTimeout(240_000);
  const { redis, texts } = shared;
  const settings = { CAPTCHA: "off", LIMITS: limits() };
  const servers = await shared.start(settings, settings);
  const flood = startFlood(servers, texts);
  const counts = watchCount(() => sendsCounted(redis));
  for (let round = 0; round < 20; round++) {
    // Otherwise it is no flood.
    await untilMore(flood, servers);
    await pause(randomInt(100, 500));
    const victim = randomInt(2) as 0 | 1;
    servers[victim] = await flood.easeUntil(shared.crash(servers[victim]));
  }
  await flood.end();
  const samples = await counts.end();

  const { accounts, acknowledged, unanswered } = flood;
  test.info().annotations.push({
    type: "flood",
    description: `${acknowledged} sends, ${accounts.length} accounts, ${unanswered.length} unanswered`,
  });
  expect({ twice: flood.twice, odd: flood.odd }).toEqual({ twice: [], odd: [] });
  expect(samples.length).toBeGreaterThan(100);

  expect(samples.filter((count, index) => count < (samples[index - 1] ?? 0))).toEqual([]);
  const counted = await sendsCounted(redis);
  expect(counted).toBeGreaterThanOrEqual(acknowledged);
  expect(counted).toBeLessThanOrEqual(acknowledged + unanswered.length);

  const rows = await shared.rows("SELECT id, phone FROM accounts");
  expect(new Set(rows.map(({ phone }) => phone)).size).toBe(rows.length);
  const stored = new Map(rows.map(({ id, phone }) => [id, phone]));
  expect(accounts.filter(({ id, number }) => stored.get(id) !== number)).toEqual([]);
  expect(await Promise.all(servers.map((server) => strangers(server, accounts)))).toEqual([[], []]);

  // Who heard nothing asks again: either nothing was taken, or the one message was.
  for (const number of unanswered) {
    const { status, code } = await startChallenge(servers[0], number);
    expect(["202 undefined", "429 cooldown-active"]).toContain(`${status} ${code}`);
  }
  const entries = await redis.entries();
  expect(entries.length).toBeGreaterThan(100);
  // What has ended since it was named is gone, and what ends in this very millisecond soon will be.
  const endless = async () => (await redis.entries()).filter(({ lifetime }) => [-1, 0].includes(lifetime));
  await expect.poll(endless, { intervals: [100] }).toEqual([]);
});

test("A crash of the only instance loses no account in its file", async () => {
  test.setTimeout(120_000);
  const texts = await startTextVendor();
  const settings = {
    ...{ DEMO: "1", TRUSTED_PROXIES: "1", CAPTCHA: "off", LIMITS: limits(), STORE_DEADLINE_MS: "10000" },
    ...{ DATABASE_URL: `file:${test.info().outputPath("accounts.db")}`, ...texts.settings },
  };
  let server = await spawnServer(settings);
  try {
    await untilOpen(server);
    const { origin } = server;
    const flood = startFlood([{ origin, settings }], texts, 4);
    for (let round = 0; round < 4; round++) {
      await untilMore(flood, [server]);
      await pause(randomInt(300));
      await server.stop();
      server = await untilOpen(await spawnServer({ ...settings, PORT: String(server.port) }));
    }
    await flood.end();

    expect({ twice: flood.twice, odd: flood.odd }).toEqual({ twice: [], odd: [] });
    expect(await strangers(server, flood.accounts)).toEqual([]);
  } finally {
    await server.stop();
    await texts.close();
  }
});

interface Count {
  /** @returns all samples, oldest first */
  end(): Promise<number[]>;
}

function watchCount(read: () => Promise<number>): Count {
  const samples: number[] = [];
  let over = false;
  const watching = (async () => {
    while (!over) {
      samples.push(await read());
      await pause(10);
    }
  })();
  return {
    async end() {
      over = true;
      await watching;
      return samples;
    },
  };
}

/** The store's own count of all sends of the day; there is one, under a name that only the keyring knows. */
async function sendsCounted(redis: { send(words: string[]): Promise<unknown> }): Promise<number> {
  const keys = (await redis.send(["KEYS", "fg:limit:all:*"])) as string[];
  expect(keys.length).toBeLessThanOrEqual(1);
  const window = keys[0] ? await redis.send(["HGET", keys[0], "sends-day"]) : null;
  return Number(String(window ?? "0").split(":")[0]);
}
