// Once means once: every race of the wire, against the whole application, on every backend.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Requester, Reply as StoreReply } from "../stores/redis";
import { type Application, type Reply, startApplication } from "../testing/application";
import { insist } from "../testing/insist";
import { watchSlider } from "../testing/slider";
import { member, visitor } from "../testing/visitor";

const atOnce = (count: number, make: (index: number) => Promise<Reply>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

const tally = (replies: Reply[]) => {
  const counts: Record<string, number> = {};
  for (const { status, body } of replies) {
    const name = `${status} ${body?.code ?? ""}`.trim();
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

/** What two instances, or two connections, may do to each other: of one turn's commands, those about challenges in reverse. */
const challengesBackwards = (real: Requester): Requester => ({
  async request<Result>({ body, ...request }: Parameters<Requester["request"]>[0]) {
    const commands = body as string[][];
    const isAboutOne = (index: number) => commands[index]?.[3]?.startsWith("fg:challenge:") ?? false;
    const indices = [...commands.keys()];
    const order = [...indices.filter((index) => !isAboutOne(index)), ...indices.filter(isAboutOne).reverse()];
    const replies = (await real.request({
      ...request,
      body: order.map((index) => commands[index]),
    })) as StoreReply[];
    return indices.map((index) => replies[order.indexOf(index)]) as Result;
  },
});

/** @param place settings that lead to an empty store and an empty database */
export function describeOnce(name: string, place: () => Promise<Record<string, string>>) {
  let app: Application;
  let settings: Record<string, string>;
  beforeEach(async () => {
    settings = await place();
    app = await startApplication(settings);
  });
  afterEach(() => app.close());

  describe(`in a race on ${name}`, () => {
    it("fifty simultaneous right codes earn exactly one proof", async () => {
      const { challengeId } = await app.send();
      const code = app.codeFor("ada@example.com");
      const replies = await atOnce(50, () =>
        app.call("POST", `/api/challenges/${challengeId}/attempts`, { code }),
      );
      expect(tally(replies)).toEqual({ "201": 1, "410 challenge-gone": 49 });
    });

    it("two hundred simultaneous wrong codes count exactly three", async () => {
      const { challengeId } = await app.send();
      const code = app.codeFor("ada@example.com") === "000000" ? "000001" : "000000";
      const replies = await atOnce(200, () =>
        app.call("POST", `/api/challenges/${challengeId}/attempts`, { code }),
      );
      expect(tally(replies)).toEqual({ "422 code-incorrect": 3, "410 challenge-gone": 197 });
      const left = replies.flatMap(({ body }) => body.attemptsLeft ?? []).sort();
      expect(left).toEqual([0, 1, 2]);
    });

    it("a hundred simultaneous sends to one address make exactly one message", async () => {
      const body = { channel: "email", address: "ada@example.com", purpose: "sign-up", captchaToken: "off" };
      const replies = await atOnce(100, (index) =>
        app.call("POST", "/api/challenges", body, { peer: `198.51.100.${index}` }),
      );
      await app.settle();
      expect(tally(replies)).toEqual({ "202": 1, "429 cooldown-active": 99 });
      expect(app.services.outbox?.messages()).toHaveLength(1);
    });

    it("a burst of sends to one number takes nothing, not even for a moment, from its neighbours", async () => {
      const send = (address: string, index: number) =>
        app.call(
          "POST",
          "/api/challenges",
          { channel: "sms", address, purpose: "sign-up", captchaToken: "off" },
          { peer: `198.51.${index >> 8}.${index & 255}` },
        );
      const neighbours = new Map(
        Array.from({ length: 10 }, (_, digit) => [digit * 30, `+49151234500${digit}1`]),
      );
      const replies = await atOnce(300, (index) => send(neighbours.get(index) ?? "+4915123451234", index));
      await app.settle();
      expect(tally(replies)).toEqual({ "202": 11, "429 cooldown-active": 289 });
    });

    it("a hundred simultaneous repeated sends of one challenge make exactly one message", async () => {
      const { challengeId } = await app.send();
      app.clock.advance(60);
      const replies = await atOnce(100, () => app.call("POST", `/api/challenges/${challengeId}/sends`, {}));
      await app.settle();
      expect(tally(replies)).toEqual({ "202": 1, "429 cooldown-active": 99 });
      expect(app.services.outbox?.messages()).toHaveLength(2);
      const code = app.codeFor("ada@example.com");
      expect((await app.call("POST", `/api/challenges/${challengeId}/attempts`, { code })).status).toBe(201);
    });

    it("two simultaneous repeated sends make one message, also when the limits let one in and the codes the other", async () => {
      await app.close();
      app = await startApplication(settings, { requester: challengesBackwards });
      const { challengeId } = await app.send();
      app.clock.advance(60);
      const replies = await atOnce(2, () => app.call("POST", `/api/challenges/${challengeId}/sends`, {}));
      await app.settle();
      expect(tally(replies)).toEqual({ "202": 1, "429 cooldown-active": 1 });
      const code = app.codeFor("ada@example.com");
      await expect
        .poll(async () => (await app.call("GET", `/api/challenges/${challengeId}`)).body.sendsLeft)
        .toBe(3);
      expect((await app.call("POST", `/api/challenges/${challengeId}/attempts`, { code })).status).toBe(201);
    });

    it("twenty simultaneous accounts from one proof make one", async () => {
      const proof = await app.prove();
      const replies = await atOnce(20, () => insist(() => app.call("POST", "/api/accounts", { proof })));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(
        replies.every(({ body, status }) => status === 201 || /proof-gone|account-exists/.test(body.code)),
      ).toBe(true);
    });

    it("twenty proofs of one address make one account", async () => {
      await app.close();
      app = await startApplication({
        ...settings,
        LIMITS: "ip-sends-day=100/86400,address-cooldown=100/60,address-hour=100/3600,address-day=100/86400",
      });
      const proofs: string[] = [];
      for (let count = 0; count < 20; count += 1) proofs.push(await app.prove());
      const replies = await atOnce(20, (index) =>
        insist(() => app.call("POST", "/api/accounts", { proof: proofs[index] })),
      );
      expect(tally(replies)).toEqual({ "201": 1, "409 account-exists": 19 });
    });

    it("twenty simultaneous sign-ins by one proof begin one session", async () => {
      const person = await member(app);
      app.clock.advance(60);
      const proof = await app.prove("ada@example.com", "sign-in");
      const replies = await atOnce(20, () => insist(() => app.call("POST", "/api/session", { proof })));
      expect(tally(replies)).toEqual({ "201": 1, "410 proof-gone": 19 });
      expect((await person.call("GET", "/api/account/sessions")).body.sessions).toHaveLength(2);
    });

    it("twenty simultaneous resets by one proof set one password", async () => {
      await member(app);
      app.clock.advance(60);
      const proof = await app.prove("ada@example.com", "reset-password");
      const browsers = Array.from({ length: 20 }, () => visitor(app));
      const replies = await atOnce(20, (index) =>
        insist(async () => {
          const request = { proof, password: `violet tram ${index}` };
          return (browsers[index] ?? visitor(app)).call("PUT", "/api/account/password", request);
        }),
      );
      expect(tally(replies)).toEqual({ "200": 1, "410 proof-gone": 19 });
      const winner = browsers[replies.findIndex(({ status }) => status === 200)];
      expect((await winner?.call("GET", "/api/account/sessions"))?.body.sessions).toHaveLength(1);
    });

    it("two accounts that take one address at once: one has it", async () => {
      const people = [await member(app), await member(app, { address: "eve@example.com" })];
      const proofs: string[] = [];
      for (const _ of people) {
        proofs.push(await app.prove("+4915123456789", "change-address"));
        app.clock.advance(60);
      }
      const replies = await atOnce(2, (index) =>
        insist(async () => {
          const proof = proofs[index];
          return (people[index] ?? visitor(app)).call("PUT", "/api/account/addresses", { proof });
        }),
      );
      expect(tally(replies)).toEqual({ "200": 1, "409 account-exists": 1 });
    });

    it("an account ends once, and an address changes once, by one proof", async () => {
      const person = await member(app);
      const proof = await app.prove("+4915123456789", "change-address");
      const changes = await atOnce(20, () =>
        insist(() => person.call("PUT", "/api/account/addresses", { proof })),
      );
      expect(tally(changes)).toEqual({ "200": 1, "410 proof-gone": 19 });
      app.clock.advance(60);
      const last = await app.prove("ada@example.com", "delete-account");
      const ends = await atOnce(20, () =>
        insist(() => visitor(app, {}, person.cookies()).call("DELETE", "/api/account", { proof: last })),
      );
      expect(ends.filter(({ status }) => status === 204)).toHaveLength(1);
      expect(ends.every(({ status }) => [204, 401, 410].includes(status))).toBe(true);
    });

    it("thirty simultaneous guesses at a password count exactly ten", async () => {
      const guess = { address: "ada@example.com", password: "violet tram" };
      const replies = await atOnce(30, (index) =>
        insist(() => app.call("POST", "/api/session", guess, { peer: `10.0.${index}.1` })),
      );
      expect(tally(replies)).toEqual({ "401 unauthenticated": 10, "429 rate-limited": 20 });
    });
  });

  describe(`with the slider on ${name}`, () => {
    const slider = watchSlider();

    beforeEach(async () => {
      await app.close();
      app = await startApplication({ ...settings, CAPTCHA: "slider" }, slider.substitutes);
    });

    async function earnToken() {
      const { body } = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
      const solution = slider.solution();
      return (await app.call("POST", `/api/captcha/puzzles/${body.puzzleId}/solutions`, solution)).body
        .captchaToken;
    }

    it("one puzzle takes one of twenty simultaneous right solutions", async () => {
      const { body } = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
      const solution = slider.solution();
      const path = `/api/captcha/puzzles/${body.puzzleId}/solutions`;
      const replies = await atOnce(20, () => app.call("POST", path, solution));
      expect(tally(replies)).toEqual({ "201": 1, "403 captcha-failed": 19 });
    });

    it("a solution that makes no sense is the one attempt, too", async () => {
      for (const raw of [
        '{"position":"x"}',
        "{",
        "[]",
        '{"position":1,"track":[[0,0]]}',
        "x".repeat(40_000),
      ]) {
        const { body } = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
        const path = `/api/captcha/puzzles/${body.puzzleId}/solutions`;
        expect((await app.call("POST", path, undefined, { raw })).status).toBeGreaterThanOrEqual(400);
        expect((await app.call("POST", path, slider.solution())).body.code).toBe("captcha-failed");
      }
    });

    it("a way that was gone before earns nothing, however it was scaled", async () => {
      const solve = async (track?: number[][]) => {
        const { body } = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
        const own = slider.solution();
        const reached = own.track.at(-1)?.[1] ?? 0;
        const [start = 0, last = 0] = [track?.[0]?.[1], track?.at(-1)?.[1]];
        const scaled = track?.map(([ms, x = 0, y]) => [
          ms,
          start + ((x - start) * (reached - start)) / (last - start),
          y,
        ]);
        const path = `/api/captcha/puzzles/${body.puzzleId}/solutions`;
        const { status } = await app.call("POST", path, { ...own, track: scaled ?? own.track });
        return { status, track: own.track };
      };
      const first = await solve();
      expect(first.status).toBe(201);
      expect((await solve(first.track)).status).toBe(403);
    });

    it("one captcha token buys one of twenty simultaneous sends", async () => {
      const captchaToken = await earnToken();
      const replies = await atOnce(20, (index) =>
        app.call("POST", "/api/challenges", {
          ...{ channel: "email", address: `person${index}@example.com`, purpose: "sign-up", captchaToken },
        }),
      );
      expect(tally(replies)).toEqual({ "202": 1, "403 captcha-failed": 19 });
    });

    it("a puzzle says nothing of its answer and ends with a wrong solution", async () => {
      const { status, body } = await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
      expect(status).toBe(201);
      expect(Object.keys(body).sort()).toEqual([
        ...[
          "background",
          "expiresIn",
          "height",
          "path",
          "piece",
          "pieceHeight",
          "pieceWidth",
          "puzzleId",
          "width",
          "work",
        ],
      ]);
      const path = `/api/captcha/puzzles/${body.puzzleId}/solutions`;
      const wrong = await app.call("POST", path, slider.solution(20));
      expect(wrong.body).toEqual({
        type: "/problems#captcha-failed",
        title: expect.any(String),
        status: 403,
        code: "captcha-failed",
      });
      expect((await app.call("POST", path, slider.solution())).body.code).toBe("captcha-failed");
    });

    it("a token ends after 180 seconds and serves the purpose it was earned for only", async () => {
      const request = { channel: "email", address: "ada@example.com", purpose: "sign-up" };
      const old = await earnToken();
      app.clock.advance(180);
      expect((await app.call("POST", "/api/challenges", { ...request, captchaToken: old })).body.code).toBe(
        "captcha-failed",
      );
      const other = await earnToken();
      const wrong = await app.call("POST", "/api/challenges", {
        ...request,
        purpose: "sign-in",
        captchaToken: other,
      });
      expect(wrong.body.code).toBe("captcha-failed");
      expect(
        (await app.call("POST", "/api/challenges", { ...request, captchaToken: "made-up" })).body.code,
      ).toBe("captcha-failed");
      expect(
        (await app.call("POST", "/api/challenges", { ...request, captchaToken: await earnToken() })).status,
      ).toBe(202);
    });

    it("a send refused by the limit per client gives the token back", async () => {
      await app.close();
      app = await startApplication(
        { ...settings, CAPTCHA: "slider", LIMITS: "ip-requests-minute=2/60" },
        slider.substitutes,
      );
      const captchaToken = await earnToken();
      const request = { channel: "email", address: "ada@example.com", purpose: "sign-up", captchaToken };
      expect((await app.call("POST", "/api/challenges", request)).body).toMatchObject({
        code: "rate-limited",
        limit: "ip-requests-minute",
      });
      app.clock.advance(60);
      expect((await app.call("POST", "/api/challenges", request)).status).toBe(202);
    });
  });
}
