// What a puzzle asks for and what its token is worth, through the whole application.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { puzzleResponse, workResponse } from "../contract";
import { keyring } from "../keyring";
import type { Work } from "../ports";
import { Problem } from "../problem";
import { once } from "../stores/once";
import { openRedis, type Requester } from "../stores/redis";
import { type Application, type CallOptions, type Reply, startApplication } from "../testing/application";
import { type WatchedSlider, watchSlider } from "../testing/slider";
import { pathLength } from "./picture/path";

let app: Application;
let slider: WatchedSlider;
beforeEach(async () => {
  slider = watchSlider();
  app = await startApplication({ CAPTCHA: "slider" }, slider.substitutes);
});
afterEach(() => app.close());

const ada = { channel: "email", address: "ada@example.com" };

async function ask(about: object = {}, options?: CallOptions) {
  const reply = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up", ...about }, options);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  app.clock.advance(2);
  return reply;
}

const answer = (puzzle: Reply, solution: object, options?: CallOptions) =>
  app.call("POST", `/api/captcha/puzzles/${puzzle.body.puzzleId}/solutions`, solution, options);

async function earn(about: object = {}, options?: CallOptions): Promise<string> {
  const { status, body } = await answer(await ask(about, options), slider.solution(), options);
  expect([status, body.code]).toEqual([201, undefined]);
  return body.captchaToken;
}

const send = (captchaToken: string, to = ada, options?: CallOptions) =>
  app.call("POST", "/api/challenges", { ...to, purpose: "sign-up", captchaToken }, options);

/** What a browser would bring along. */
const cookieOf = ({ headers }: Reply) => ({
  headers: { cookie: headers.get("set-cookie")?.split(";")[0] ?? "" },
});

describe("a puzzle", () => {
  it("comes with work, and is not solved without it", async () => {
    const puzzle = await ask();
    expect(puzzleResponse.parse(puzzle.body)).toEqual(puzzle.body);
    const { work: _, ...rest } = slider.solution();
    expect((await answer(puzzle, rest)).body.code).toBe("captcha-failed");
    // That was the one attempt.
    expect((await answer(puzzle, slider.solution())).body.code).toBe("captcha-failed");
  });

  it("is not solved by work that was done for another, nor by made-up work", async () => {
    await ask();
    const work = slider.work();
    const other = await ask();
    expect((await answer(other, { ...slider.solution(), work })).body.code).toBe("captcha-failed");
    const third = await ask();
    const madeUp = { counter: 7, derivedKey: "ab".repeat(32) };
    expect((await answer(third, { ...slider.solution(), work: madeUp })).body.code).toBe("captcha-failed");
  });

  it("refuses an address that cannot be one, before anybody has slid anything", async () => {
    const refused = await app.call("POST", "/api/captcha/puzzles", {
      ...{ purpose: "sign-up", channel: "email", address: "nobody" },
    });
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, "/address"]);
    const half = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up", address: ada.address });
    expect(half.body.errors).toEqual([{ pointer: "/address", detail: "comes with its channel" }]);
  });
});

it("is asked to come back where too many wait for a picture, and has spent nothing; without a picture there is one", async () => {
  await app.close();
  let trips = 0;
  app = await startApplication(
    { CAPTCHA: "slider" },
    {
      pictures: () => ({ take: () => Promise.reject(new Problem("unavailable", { retryAfter: 1 })) }),
      requester: (real) => ({
        request(request) {
          trips += 1;
          return real.request(request);
        },
      }),
    },
  );
  const request = { purpose: "sign-up" };
  const { status, body, headers } = await app.call("POST", "/api/captcha/puzzles", request);
  expect([status, body.code, headers.get("retry-after")]).toEqual([503, "unavailable", "1"]);
  expect(trips).toBe(0);
  await ask({ picture: false });
});

it("makes nothing for a client that was refused, until it may have one again", async () => {
  await app.close();
  let posed = 0;
  const substitutes = {
    ...slider.substitutes,
    work: (real: Work) => {
      const watched = slider.substitutes.work(real);
      const pose: Work["pose"] = (...terms) => {
        posed += 1;
        return watched.pose(...terms);
      };
      return { ...watched, pose };
    },
  };
  app = await startApplication({ CAPTCHA: "slider", LIMITS: "ip-puzzles-minute=1/60" }, substitutes);
  await ask();
  const before = posed;
  for (let time = 0; time < 20; time++) {
    const { body } = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
    expect(body).toMatchObject({ code: "rate-limited", limit: "ip-puzzles-minute", retryAfter: 58 });
  }
  // Of the first refusal nobody could know.
  expect(posed - before).toBe(1);
  await ask({}, { peer: "192.0.2.1" });
  app.clock.advance(58);
  await ask();
  expect(posed - before).toBe(3);
});

it("keeps nothing of solutions to puzzles that are not there: a flood would fill the store", async () => {
  await app.close();
  const asked: string[] = [];
  const substitutes = {
    ...slider.substitutes,
    requester: (real: Requester): Requester => ({
      request(request) {
        asked.push(JSON.stringify(request));
        return real.request(request);
      },
    }),
  };
  app = await startApplication({ CAPTCHA: "slider", LIMITS: "ip-requests-minute=3/60" }, substitutes);
  const puzzle = await ask();
  const solution = slider.solution();
  const kept = () => asked.filter((text) => text.includes("fg:way:")).length;

  const elsewhere = { ...puzzle, body: { puzzleId: "x".repeat(28) } };
  expect((await answer(elsewhere, solution)).body.code).toBe("captcha-failed");
  const early = { peer: "192.0.2.1" };
  for (let time = 0; time < 3; time++) await answer(elsewhere, solution, early);
  expect((await answer(puzzle, solution, early)).body.code).toBe("rate-limited");
  expect(kept()).toBe(0);
  expect((await answer(puzzle, solution)).status).toBe(201);
  expect(kept()).toBe(1);
});

it("is asked anew for a puzzle that an earlier version has kept", async () => {
  await app.close();
  const keys = keyring(["a-secret-of-tests-that-is-long-enough"]);
  let real: Requester | undefined;
  const requester = (own: Requester) => {
    real = own;
    return own;
  };
  app = await startApplication({ CAPTCHA: "slider" }, { ...slider.substitutes, requester });
  const puzzle = await ask();
  const { puzzleId } = puzzle.body;
  const earlier = { purpose: "sign-up", level: 1, solvableAt: app.clock.now() };
  const puzzles = once<object>("puzzle", openRedis(real as Requester), keys, app.clock);
  await puzzles.put(puzzleId, earlier, app.clock.now() + 60_000);
  const { status, body } = await answer(puzzle, slider.solution());
  expect([status, body.code]).toEqual([403, "captcha-failed"]);
});

describe("the way without a picture", () => {
  it("is open to whoever does more work and waits, and leads to the same token", async () => {
    const puzzle = await ask({ picture: false });
    expect(workResponse.parse(puzzle.body)).toEqual(puzzle.body);
    app.clock.advance(puzzle.body.solvableIn - 2);
    const { body } = await answer(puzzle, { work: slider.work() });
    expect((await send(body.captchaToken)).status).toBe(202);
    expect((await send(body.captchaToken)).body.code).toBe("captcha-failed");
  });

  it("opens no earlier than it says, but for what clocks of two instances differ", async () => {
    const answerAfter = async (early: number) => {
      const puzzle = await ask({ picture: false });
      app.clock.advance(puzzle.body.solvableIn - 2 - early);
      return (await answer(puzzle, { work: slider.work() })).status;
    };
    expect([await answerAfter(1.001), await answerAfter(1)]).toEqual([403, 201]);
  });

  it("does not open a puzzle that has a picture", async () => {
    const puzzle = await ask();
    app.clock.advance(30);
    expect((await answer(puzzle, { work: slider.work() })).body.code).toBe("captcha-failed");
  });

  it("meets the same limits", async () => {
    await app.close();
    app = await startApplication({ CAPTCHA: "slider", LIMITS: "ip-puzzles-minute=2/60" }, slider.substitutes);
    await ask({ picture: false });
    await ask();
    const { body } = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up", picture: false });
    expect(body).toMatchObject({ code: "rate-limited", limit: "ip-puzzles-minute" });
  });
});

describe("a captcha token", () => {
  it("serves the address that it was earned for, in any spelling, and no other", async () => {
    expect((await send(await earn(ada), { ...ada, address: "eve@example.com" })).body.code).toBe(
      "captcha-failed",
    );
    expect((await send(await earn(ada), { ...ada, address: "ADA@Example.com" })).status).toBe(202);
  });

  it("serves the browser that solved the puzzle, and no other", async () => {
    const own = cookieOf(await ask());
    const others = cookieOf(await ask());
    expect((await send(await earn({}, own), ada, others)).body.code).toBe("captcha-failed");
    expect((await send(await earn({}, own), ada)).body.code).toBe("captcha-failed");
    expect((await send(await earn({}, own), ada, own)).status).toBe(202);
  });

  it("serves clients that keep no cookies", async () => {
    expect((await send(await earn())).status).toBe(202);
  });

  it("serves a phone that has changed networks meanwhile, whose next puzzles cost more", async () => {
    const before = { peer: "203.0.113.7" };
    const after = { peer: "198.51.100.7" };
    for (const name of ["ada", "bob", "eve"]) {
      const reply = await send(await earn({}, before), { ...ada, address: `${name}@example.com` }, after);
      expect(reply.status).toBe(202);
    }
    const elsewhere = await ask({}, { peer: "192.0.2.1" });
    const suspected = await ask({}, after);
    // A longer way, round the picture.
    expect(pathLength(suspected.body.path)).toBeGreaterThan(pathLength(elsewhere.body.path) * 1.2);
  });
});

describe("a block of numbers to which many codes are sent", () => {
  const number = (nth: number) => ({ channel: "sms", address: `+4915112340${String(nth).padStart(3, "0")}` });

  it("costs more work, also for whoever does not say where the code is to go", async () => {
    for (let nth = 0; nth < 5; nth++) {
      const stranger = { peer: `198.51.${nth}.1` };
      for (const to of [number(nth * 2), number(nth * 2 + 1)])
        expect((await send(await earn({}, stranger), to, stranger)).status).toBe(202);
    }
    const late = number(10);
    const elsewhere = { channel: "sms", address: "+4915212345678" };
    expect((await send(await earn(), late)).body.code).toBe("captcha-failed");
    expect((await send(await earn(), elsewhere)).status).toBe(202);
    expect((await send(await earn(late), late)).status).toBe(202);
  });
});

describe("an address whose hour strangers have used up", () => {
  /** Five sends, each from somewhere else. */
  async function useUp() {
    for (let nth = 1; nth <= 5; nth++) {
      const stranger = { peer: `198.51.100.${nth}` };
      expect((await send(await earn({}, stranger), ada, stranger)).status).toBe(202);
      await app.settle();
      app.clock.advance(61);
    }
  }

  it("is open to whoever does more work for it", async () => {
    await useUp();
    const strong = await earn(ada);
    expect((await send(strong)).status).toBe(202);
  });

  it("is open at first try, also where an instance answers that has not heard of the strangers", async () => {
    await app.close();
    let store: Requester | undefined;
    const requester = (real: Requester) => (store ??= real);
    app = await startApplication({ CAPTCHA: "slider" }, { ...slider.substitutes, requester });
    await useUp();
    const other = await startApplication({ CAPTCHA: "slider" }, { ...slider.substitutes, requester });
    other.clock.advance((app.clock.now() - other.clock.now()) / 1000);
    const puzzle = (about: object) =>
      other.call("POST", "/api/captcha/puzzles", { purpose: "sign-up", picture: false, ...about });

    expect((await puzzle({ strong: true })).body.errors?.[0]?.pointer).toBe("/address");
    expect((await puzzle(ada)).body.solvableIn).toBe(8);
    const { body } = await puzzle({ ...ada, strong: true });
    expect(body.solvableIn).toBe(15);
    other.clock.advance(15);
    const path = `/api/captcha/puzzles/${body.puzzleId}/solutions`;
    const { captchaToken } = (await other.call("POST", path, { work: slider.work() })).body;
    const request = { ...ada, purpose: "sign-up", captchaToken };
    expect((await other.call("POST", "/api/challenges", request)).status).toBe(202);
    await other.close();
  });

  it("is closed to tokens that were not earned for it", async () => {
    await useUp();
    const { body } = await send(await earn());
    expect([body.code, body.limit]).toEqual(["rate-limited", "address-hour"]);
  });

  it("stays closed for the cooldown, and from the tenth send until the day is over", async () => {
    await useUp();
    for (let nth = 6; nth < 10; nth++) {
      expect((await send(await earn(ada))).status).toBe(202);
      await app.settle();
      expect((await send(await earn(ada))).body.code).toBe("cooldown-active");
      app.clock.advance(61);
    }
    expect((await send(await earn(ada))).status).toBe(202);
    app.clock.advance(61);
    expect((await send(await earn(ada))).body.limit).toBe("address-day");
  });
});

it("gives a browser its cookie once, which no script reads", async () => {
  const first = await ask();
  expect(first.headers.get("set-cookie")).toMatch(/^browser=[\w-]{28}; Path=\/; HttpOnly; SameSite=Strict$/);
  expect((await ask({}, cookieOf(first))).headers.has("set-cookie")).toBe(false);
  expect((await ask({}, { headers: { cookie: "browser=made-up" } })).headers.has("set-cookie")).toBe(true);
});

it("asks less of a browser in which a code was proven, in its network, for half an hour", async () => {
  const { body } = await send(await earn());
  await app.settle();
  const path = `/api/challenges/${body.challengeId}/attempts`;
  const proven = cookieOf(await app.call("POST", path, { code: app.codeFor(ada.address) }));
  const known = (ip = "203.0.113.7") =>
    app.services.browsers.read(proven.headers.cookie.replace("browser=", ""), ip)?.trusted;
  // A copy of the cookie is worth nothing to programs elsewhere.
  expect([known(), known("203.0.113.200"), known("198.51.100.7")]).toEqual([true, true, false]);
  const other = { ...ada, address: "grace@example.com" };
  expect((await send(await earn({}, proven), other, proven)).status).toBe(202);
  app.clock.advance(1801);
  expect(known()).toBe(false);
});
