// Two instances behind one address: whatever one of them began, the other goes on with, and nothing that holds once
// holds once for each. All requests are spread over both, as a balancer that knows nothing would.

import { migrations } from "@/lib/stores/migrations";
import {
  ask,
  attempt,
  createAccount,
  earnToken,
  endSession,
  getPuzzle,
  insist,
  newIp,
  newNumber,
  type Reply,
  readChallenge,
  readSession,
  sendAgain,
  solve,
  startChallenge,
  tally,
} from "./client";
import { expect, limits, type Shared, test } from "./instances";
import type { Server } from "./server";

// One pair of instances serves several tests.
test.describe.configure({ mode: "default" });

let one: Server;
let other: Server;

function startPair(settings: Record<string, string>) {
  test.beforeAll(async ({ shared }) => {
    [one, other] = await shared.start(settings, settings);
  });
}

/** All at once, every second one at the other instance. */
const atOnce = (count: number, make: (at: Server, index: number) => Promise<Reply>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index % 2 === 0 ? one : other, index)));

test.describe("Two instances with the slider", () => {
  startPair({ CAPTCHA: "slider", LIMITS: limits() });

  test("make its tables together on a database that was empty when they started", async ({ shared }) => {
    for (const instance of [one, other]) {
      const { status, body } = await insist(() => ask(instance, "GET", "/api/health"));
      expect([status, body.parts]).toEqual([200, { store: "up", database: "up" }]);
    }
    const numbers = (await shared.rows("SELECT number FROM migrations ORDER BY number")).map(Object.values);
    expect(numbers.flat().map(Number)).toEqual(migrations.map((_, number) => number));
  });

  test("solve each other's puzzles", async () => {
    expect(await earnToken(one, other)).toBeTruthy();
    expect(await earnToken(other, one)).toBeTruthy();
  });

  test("take a wrong solution for both", async () => {
    const { body: puzzle } = await getPuzzle(one);

    expect((await solve(other, puzzle, 40)).code).toBe("captcha-failed");
    expect((await solve(one, puzzle)).code).toBe("captcha-failed");
  });

  test("take one right solution of twenty that arrive at once", async () => {
    const { body: puzzle } = await getPuzzle(one);
    const replies = await atOnce(20, (at) => solve(at, puzzle));
    expect(tally(replies)).toEqual({ "201": 1, "403 captcha-failed": 19 });
  });

  test("sell one send for a captcha token that was earned at the other", async () => {
    const token = await earnToken(one);
    const replies = await atOnce(20, (at) => startChallenge(at, newNumber(), token));

    expect(tally(replies)).toEqual({ "202": 1, "403 captcha-failed": 19 });
    expect((await startChallenge(other, newNumber(), await earnToken(one))).status).toBe(202);
  });
});

test.describe("Two instances without a captcha", () => {
  startPair({ CAPTCHA: "off", LIMITS: limits() });

  test("check each other's codes and tell the same of a challenge", async ({ shared }) => {
    for (const [sender, checker] of bothWays()) {
      const number = newNumber();
      const { challengeId } = (await startChallenge(sender, number)).body;
      const code = await shared.texts.code(number);
      await expect(async () => {
        const told = await Promise.all([sender, checker].map((at) => readChallenge(at, challengeId)));
        expect(told.map(({ body }) => body.delivery)).toEqual(["sent", "sent"]);
        expect(told[0]?.body.attemptsLeft).toBe(told[1]?.body.attemptsLeft);
      }).toPass({ intervals: [20, 50, 100] });

      expect((await attempt(checker, challengeId, code)).status).toBe(201);
      expect((await attempt(sender, challengeId, code)).code).toBe("challenge-gone");
    }
  });

  test("count wrong codes together", async ({ shared }) => {
    const number = newNumber();
    const { challengeId } = (await startChallenge(one, number)).body;
    const wrong = (await shared.texts.code(number)) === "000000" ? "000001" : "000000";
    const replies = await atOnce(40, (at) => attempt(at, challengeId, wrong));

    expect(tally(replies)).toEqual({ "422 code-incorrect": 3, "410 challenge-gone": 37 });
  });

  test("keep one cooldown", async () => {
    const number = newNumber();
    expect((await startChallenge(one, number)).status).toBe(202);
    const refused = await startChallenge(other, number);

    expect([refused.status, refused.code]).toEqual([429, "cooldown-active"]);
    expect(refused.body.retryAfter).toBeGreaterThan(0);
    expect(refused.body.retryAfter).toBeLessThanOrEqual(60);
  });

  test("make one message of a hundred sends that arrive at once", async ({ shared }) => {
    const number = newNumber();
    const replies = await atOnce(100, (at) => startChallenge(at, number));

    expect(tally(replies)).toEqual({ "202": 1, "429 cooldown-active": 99 });
    await shared.texts.code(number);
    await untilSent(replies);
    expect(shared.texts.codesTo(number)).toHaveLength(1);
  });

  test("give one proof for fifty right codes that arrive at once", async ({ shared }) => {
    const number = newNumber();
    const { challengeId } = (await startChallenge(one, number)).body;
    const code = await shared.texts.code(number);
    const replies = await atOnce(50, (at) => attempt(at, challengeId, code));

    expect(tally(replies)).toEqual({ "201": 1, "410 challenge-gone": 49 });
  });

  test("make one account of a proof that is handed in twenty times at once", async ({ shared }) => {
    const proof = await prove(shared, newNumber());
    const replies = await atOnce(20, (at) => insist(() => createAccount(at, proof)));

    expectOneOfTwenty(replies);
    const { cookie } = replies.find(({ status }) => status === 201) as Reply;
    expect((await readSession(other, cookie)).status).toBe(200);
  });

  test("make one account of one number that was proven twice", async ({ shared }) => {
    const number = newNumber();
    const proof = await prove(shared, number);
    // The cooldown ends with the Redis that holds it.
    await forgetLimits(shared);
    const second = await prove(shared, number, 2);
    const replies = await atOnce(20, (at, index) =>
      insist(() => createAccount(at, index % 4 < 2 ? proof : second)),
    );

    expectOneOfTwenty(replies);
  });

  test("know each other's sessions, and either ends them for both", async ({ shared }) => {
    for (const [maker, ender] of bothWays()) {
      const number = newNumber();
      const { body, cookie } = await createAccount(maker, await prove(shared, number), { name: "Ada" });
      const known = await readSession(ender, cookie);
      expect([known.status, known.body]).toEqual([200, body]);

      expect((await endSession(ender, cookie)).status).toBe(204);
      for (const instance of [maker, ender])
        expect((await readSession(instance, cookie)).code).toBe("unauthenticated");
    }
  });

  /** A proof that both had a part in. */
  async function prove({ texts }: Shared, number: string, nth = 1): Promise<string> {
    const { challengeId } = (await startChallenge(one, number)).body;
    return (await attempt(other, challengeId, await texts.code(number, nth))).body.proof;
  }
});

test.describe("Two instances with narrow limits", () => {
  startPair({
    CAPTCHA: "off",
    LIMITS: limits({
      ...{ "address-cooldown": "100/60", "address-hour": "100/3600", "address-day": "4/86400" },
      ...{ "ip-sends-day": "5/86400", "sends-day": "9/86400", "sends-day-unproven": "9/86400" },
    }),
  });
  test.beforeEach(async ({ shared }) => {
    await shared.redis.send(["FLUSHALL"]);
  });

  test("count the sends to one address together", async () => {
    const number = newNumber();
    const replies = await atOnce(4, (at) => startChallenge(at, number));

    expect(tally(replies)).toEqual({ "202": 4 });
    await expectRefusal("address-day", (at) => startChallenge(at, number));
  });

  test("count the sends of one client together", async () => {
    const ip = newIp();
    const replies = await atOnce(20, (at) => startChallenge(at, newNumber(), "off", { ip }));

    expect(tally(replies)).toEqual({ "202": 5, "429 rate-limited": 15 });
    await expectRefusal("ip-sends-day", (at) => startChallenge(at, newNumber(), "off", { ip }));
  });

  test("count all sends of a day together", async () => {
    const replies = await atOnce(40, (at) => startChallenge(at, newNumber()));

    expect(tally(replies)).toEqual({ "202": 9, "429 rate-limited": 31 });
    await expectRefusal("sends-day", (at) => startChallenge(at, newNumber()));
  });

  test("send a code again that the other one sent first, and take either", async ({ shared }) => {
    for (const nth of [1, 2]) {
      const number = newNumber();
      const first = await startChallenge(one, number);
      const { challengeId } = first.body;
      await untilSent([first]);
      const again = await sendAgain(other, challengeId);
      expect([again.status, again.body.sendsLeft]).toEqual([202, 2]);
      await shared.texts.code(number, 2);

      const code = shared.texts.codesTo(number)[nth - 1] ?? "";
      expect((await attempt(one, challengeId, code)).status).toBe(201);
    }
  });

  async function expectRefusal(limit: string, send: (at: Server) => Promise<Reply>) {
    for (const instance of [one, other]) {
      const { code, body } = await send(instance);
      expect([code, body.limit]).toEqual(["rate-limited", limit]);
    }
  }
});

const bothWays = (): [Server, Server][] => [
  [one, other],
  [other, one],
];

/** Until the challenges among these replies have been delivered. */
async function untilSent(replies: Reply[]) {
  for (const { body } of replies.filter(({ status }) => status === 202)) {
    await expect(async () => {
      expect((await readChallenge(one, body.challengeId)).body.delivery).toBe("sent");
    }).toPass({ intervals: [20, 50, 100] });
  }
}

async function forgetLimits({ redis }: Shared) {
  const keys = (await redis.send(["KEYS", "fg:limit:*"])) as string[];
  await redis.send(["DEL", ...keys]);
}

/** One account was made; whoever asked late enough found it there already. */
function expectOneOfTwenty(replies: Reply[]) {
  const { "201": made, "409 account-exists": late = 0, "410 proof-gone": gone = 0, ...rest } = tally(replies);
  expect({ made, refused: late + gone, rest }).toEqual({ made: 1, refused: 19, rest: {} });
}
