// Changing APP_SECRET while people sign up: old keys verify until they leave the list, and then what they made is
// refused in the usual ways. Production instances at every step of the change share one Redis and one PostgreSQL,
// so that each pair of neighbours is a roll-out that is half done.
import {
  attempt,
  createAccount,
  earnToken,
  endSession,
  getPuzzle,
  insist,
  newNumber,
  type Place,
  type Reply,
  readChallenge,
  readSession,
  solve,
  startChallenge,
} from "./client";
import { expect, limits, type Shared, test } from "./instances";
import type { Server } from "./server";

test.describe.configure({ mode: "default" });

const before = "the-key-that-is-to-go-0123456789abcdef";
const after = "the-key-that-is-to-come-0123456789abcdef";

let onlyOld: Server;
let oldFirst: Server;
let newFirst: Server;
let onlyNew: Server;

test.beforeAll(async ({ shared }) => {
  const under = (APP_SECRET: string) => ({ APP_SECRET, CAPTCHA: "slider", LIMITS: limits() });
  [onlyOld, oldFirst, newFirst, onlyNew] = await shared.start(
    under(before),
    under(`${before},${after}`),
    under(`${after},${before}`),
    under(after),
  );
});

/** One of everything that an instance hands out. */
interface Belongings {
  puzzle: Reply["body"];
  token: string;
  number: string;
  challengeId: string;
  code: string;
  proof: string;
  cookie: string;
}

async function collect(at: Place, { texts }: Shared): Promise<Belongings> {
  const { challengeId, code, number } = await receive();
  const earned = await prove();
  return {
    puzzle: (await getPuzzle(at)).body,
    token: await earnToken(at),
    ...{ number, challengeId, code },
    proof: await prove(),
    cookie: (await createAccount(at, earned)).cookie,
  };

  async function receive() {
    const to = newNumber();
    const { body } = await startChallenge(at, to, await earnToken(at));
    return { number: to, challengeId: body.challengeId, code: await texts.code(to) };
  }

  async function prove(): Promise<string> {
    const { challengeId, code } = await receive();
    return (await attempt(at, challengeId, code)).body.proof;
  }
}

/** What becomes of each at an instance. */
async function present(at: Place, had: Belongings): Promise<Record<string, number | string>> {
  const outcome = ({ status, code }: Reply) => code ?? status;
  return {
    puzzle: outcome(await solve(at, had.puzzle)),
    token: outcome(await startChallenge(at, newNumber(), had.token)),
    challenge: outcome(await readChallenge(at, had.challengeId)),
    code: outcome(await attempt(at, had.challengeId, had.code)),
    proof: outcome(await insist(() => createAccount(at, had.proof))),
    session: outcome(await readSession(at, had.cookie)),
  };
}

const accepted = { puzzle: 201, token: 202, challenge: 200, code: 201, proof: 201, session: 200 };
const refused = {
  ...{ puzzle: "captcha-failed", token: "captcha-failed", challenge: "challenge-gone" },
  ...{ code: "challenge-gone", proof: "proof-gone", session: "unauthenticated" },
};

test("What was made under the old key is good beside the new one, and gone without it", async ({
  shared,
}) => {
  // A picture is misread now and then; that would prove nothing.
  await expect(async () => {
    expect(await present(newFirst, await collect(onlyOld, shared))).toEqual(accepted);
  }).toPass();

  expect(await present(onlyNew, await collect(onlyOld, shared))).toEqual(refused);
  await expect(async () => {
    expect(await present(onlyNew, await collect(onlyNew, shared))).toEqual(accepted);
  }).toPass();
});

test("What was refused without the old key is whole when the key comes back", async ({ shared }) => {
  const had = await collect(onlyOld, shared);
  expect(await present(onlyNew, had)).toEqual(refused);

  const { puzzle: _, ...others } = await present(oldFirst, had);
  const { puzzle: __, ...expected } = accepted;
  expect(others).toEqual(expected);
});

test("Instances that are one step apart know everything of each other", async ({ shared }) => {
  const neighbours: [Server, Server][] = [
    [onlyOld, oldFirst],
    [oldFirst, newFirst],
    [newFirst, onlyNew],
  ];
  for (const [behind, ahead] of neighbours) {
    for (const [one, other] of [
      [behind, ahead],
      [ahead, behind],
    ] as const) {
      // From one to the other with every call, so that none sees what it made itself.
      const number = newNumber();
      const token = await earnToken(one, other);
      const { challengeId } = (await startChallenge(one, number, token)).body;
      const checked = await attempt(other, challengeId, await shared.texts.code(number));
      expect(checked.status).toBe(201);
      const { status, cookie } = await createAccount(one, checked.body.proof);
      expect(status).toBe(201);
      expect((await readSession(other, cookie)).status).toBe(200);
      expect((await endSession(other, cookie)).status).toBe(204);
      expect((await readSession(one, cookie)).code).toBe("unauthenticated");
    }
  }
});
