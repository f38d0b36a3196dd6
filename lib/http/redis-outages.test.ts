// One Redis server that goes away and comes back, by itself or behind sentinels.
import { beforeEach, describe, expect, it } from "vitest";
import type { Application } from "../testing/application";
import {
  expectRecovery,
  expectRefusals,
  kept,
  patiently,
  post,
  request,
  start,
  until,
  withinSecond,
} from "../testing/outages";
import { startProxy } from "../testing/servers/proxy";
import { startRedis, startSentinel } from "../testing/servers/redis";
import { watchSlider } from "../testing/slider";

describe("one Redis server", patiently, () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let app: Application;
  let challengeId: string;

  beforeEach(async () => {
    redis = await kept(startRedis());
    proxy = await kept(startProxy(redis.port));
    app = await start({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    ({ challengeId } = await app.send("grace@example.com"));
  });

  it("that is gone", async () => {
    await redis.kill();
    await expectRefusals(app, challengeId);
    await redis.restart();
    await expectRecovery(app);
    // It came back empty: what it knew has ended, and nothing breaks on that.
    expect((await app.call("GET", `/api/challenges/${challengeId}`)).body.code).toBe("challenge-gone");
  });

  it("that hangs", async () => {
    redis.pause();
    await expectRefusals(app, challengeId);
    redis.resume();
    await expectRecovery(app);
    expect((await app.call("GET", `/api/challenges/${challengeId}`)).status).toBe(200);
  });

  it("that hangs in the middle of a send takes no cooldown and no captcha for it, though it wakes up and does its part", async () => {
    const slider = watchSlider();
    let trips = Number.POSITIVE_INFINITY;
    const caught = await start(
      { REDIS_URL: redis.url, CAPTCHA: "slider" },
      {
        requester: (real) => ({
          request(asked) {
            // The second trip of the send has left when the store falls silent.
            if (--trips === 0) redis.pause();
            return real.request(asked);
          },
        }),
        ...slider.substitutes,
      },
    );
    const { body: puzzle } = await caught.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
    const path = `/api/captcha/puzzles/${puzzle.puzzleId}/solutions`;
    const { captchaToken } = (await caught.call("POST", path, slider.solution())).body;
    const send = { ...request("ada@example.com"), captchaToken };
    trips = 2;
    expect((await withinSecond(caught.call("POST", "/api/challenges", send))).body.code).toBe("unavailable");
    redis.resume();
    const returned = performance.now();
    for (;;) {
      const { status, body } = await caught.call("POST", "/api/challenges", send);
      if (status === 202) break;
      expect(performance.now() - returned, JSON.stringify(body)).toBeLessThan(2000);
      await new Promise((next) => setTimeout(next, 50));
    }
    await caught.settle();
    expect(caught.services.outbox?.messages()).toHaveLength(1);
  });

  it("that loses its answers while a send is taken back gives the captcha token back once, not again and again", async () => {
    const slider = watchSlider();
    let trips = Number.POSITIVE_INFINITY;
    let restored = 0;
    const caught = await start(
      { REDIS_URL: redis.url, CAPTCHA: "slider" },
      {
        requester: (real) => ({
          async request(asked) {
            const isRestore =
              trips < 0 && /^set,fg:captcha-token/i.test(String((asked.body as unknown[])[0]));
            // The second trip of the send is lost on its way, the restored token's answer on its way back.
            if (--trips === 0) throw new Error("lost");
            const reply = await real.request(asked);
            if (isRestore && ++restored > 0) throw new Error("lost");
            return reply as never;
          },
        }),
        ...slider.substitutes,
      },
    );
    const { body: puzzle } = await caught.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
    const path = `/api/captcha/puzzles/${puzzle.puzzleId}/solutions`;
    const { captchaToken } = (await caught.call("POST", path, slider.solution())).body;
    trips = 2;
    const send = { ...request("ada@example.com"), captchaToken };
    expect((await caught.call("POST", "/api/challenges", send)).status).toBe(503);
    await until(async () => restored > 0);
    expect((await caught.call("POST", "/api/challenges", send)).status).toBe(202);
    await new Promise((later) => setTimeout(later, 600));
    const second = { ...request("eve@example.com"), captchaToken };
    expect((await caught.call("POST", "/api/challenges", second)).body.code).toBe("captcha-failed");
    expect(restored).toBe(1);
  });

  it("that hangs in the middle of a second send leaves the cooldown of the first", async () => {
    let trips = Number.POSITIVE_INFINITY;
    const caught = await start(
      { REDIS_URL: redis.url },
      {
        requester: (real) => ({
          request(asked) {
            if (--trips === 0) redis.pause();
            return real.request(asked);
          },
        }),
      },
    );
    expect((await post(caught, "ada@example.com")).status).toBe(202);
    await caught.settle();
    await new Promise((later) => setTimeout(later, 100));
    trips = 2;
    expect((await withinSecond(post(caught, "ada@example.com"))).body.code).toBe("unavailable");
    redis.resume();
    await until(async () => (await caught.call("GET", "/api/health")).status === 200);
    // Twice as long as it takes to try again what could not be put right.
    await new Promise((later) => setTimeout(later, 500));
    expect((await post(caught, "ada@example.com")).body.code).toBe("cooldown-active");
  });

  it("that hangs until its connections have been given up", async () => {
    redis.pause();
    await expectRefusals(app, challengeId);
    await new Promise((later) => setTimeout(later, 2500));
    await expectRefusals(app, challengeId);
    redis.resume();
    await expectRecovery(app);
  });

  it("that is half a second away", async () => {
    proxy.delay(500);
    await expectRefusals(app, challengeId);
    proxy.delay(0);
    await expectRecovery(app);
  });

  it("that hangs in a flood: few wait, nothing is heaped up for when it wakes", async () => {
    redis.pause();
    const flood = Array.from({ length: 500 }, (_, index) =>
      withinSecond(post(app, `person${index}@example.com`)),
    );
    expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([503]));
    const late = await Promise.all(Array.from({ length: 500 }, () => post(app, "late@example.com")));
    expect(new Set(late.map(({ status }) => status))).toEqual(new Set([503]));
    redis.resume();
    await expectRecovery(app, "person7@example.com");
    await expectRecovery(app, "late@example.com");
  });

  it("that fails over to an empty replica, after a moment in which the old one only reads", async () => {
    const replica = await kept(startRedis());
    await redis.send(["REPLICAOF", "127.0.0.1", String(replica.port)]);
    // A replica answers reads, and its master's silence.
    await expectRefusals(app, challengeId);
    proxy.lead(replica.port);
    await expectRecovery(app);
    expect((await app.call("GET", `/api/challenges/${challengeId}`)).body.code).toBe("challenge-gone");
  });

  it("that forgets its scripts", async () => {
    await redis.send(["SCRIPT", "FLUSH"]);
    expect((await post(app, "ada@example.com")).status).toBe(202);
    await redis.send(["SCRIPT", "FLUSH"]);
    const path = `/api/challenges/${challengeId}/attempts`;
    const code = app.codeFor("grace@example.com");
    expect((await app.call("POST", path, { code })).status).toBe(201);
  });

  it("that is full", async () => {
    await redis.send(["CONFIG", "SET", "maxmemory", "1"]);
    await expectRefusals(app, challengeId);
    await redis.send(["CONFIG", "SET", "maxmemory", "0"]);
    await expectRecovery(app);
  });

  it("that is gone when the application starts", async () => {
    await redis.kill();
    const late = await start({ REDIS_URL: redis.url });
    await expectRefusals(late, challengeId);
    await redis.restart();
    await expectRecovery(late);
  });

  it("that is gone when a delivery ends: the outcome is written down once it is back", async () => {
    redis.pause();
    // The message was accepted for delivery before; its outcome meets the outage.
    const { body } = await post(app, "nobody@example.com");
    expect(body.code).toBe("unavailable");
    redis.resume();
    await expectRecovery(app);
    const sending = await post(app, "late@example.com");
    redis.pause();
    const settled = app.settle();
    await new Promise((later) => setTimeout(later, 600));
    redis.resume();
    await settled;
    const { body: read } = await app.call("GET", `/api/challenges/${sending.body.challengeId}`);
    expect(read.delivery).toBe("sent");
  });
});

it("A sentinel that hangs is passed over", patiently, async () => {
  const redis = await kept(startRedis());
  const [silent, good] = [
    await kept(startSentinel("main", redis.port)),
    await kept(startSentinel("main", redis.port)),
  ];
  silent.pause();
  const nodes = [silent, good].map(({ port }) => `127.0.0.1:${port}`).join();
  const app = await start({ REDIS_URL: `redis+sentinel://${nodes}/main` });
  await expectRecovery(app);
});

it("Sentinels lead to the server that has taken over", patiently, async () => {
  const [redis, replica] = [await kept(startRedis()), await kept(startRedis())];
  await replica.send(["REPLICAOF", "127.0.0.1", String(redis.port)]);
  await until(async () => String(await redis.send(["INFO", "replication"])).includes("state=online"));
  const sentinel = await kept(startSentinel("main", redis.port));
  const asking = async (...words: string[]) => String(await sentinel.send(["SENTINEL", ...words, "main"]));
  await until(async () => (await asking("REPLICAS")).includes(String(replica.port)));
  const app = await start({ REDIS_URL: sentinel.url });
  await app.send("grace@example.com");
  await redis.kill();
  const { status, body } = await withinSecond(post(app, "ada@example.com"));
  expect([status, body.code]).toEqual([503, "unavailable"]);
  await until(async () => (await asking("GET-MASTER-ADDR-BY-NAME")).includes(String(replica.port)));
  await expectRecovery(app);
});
