// How a Redis server is entered: as which user, into which database.
import { expect, it } from "vitest";
import { startApplication } from "../testing/application";
import { startRedis } from "../testing/servers/redis";

// What a careful operator grants: our own keys, and none of the commands that look beyond them.
const users = ["--user", "app", "on", ">pass,word", "~fg:*", "+@all", "-@dangerous", "-@admin", "+info"];

it("A user with a password and few rights is enough, in a database of its own", async () => {
  const redis = await startRedis(users);
  const app = await startApplication({ REDIS_URL: `redis://app:pass%2Cword@127.0.0.1:${redis.port}/2` });
  await app.prove();
  expect((await app.call("GET", "/api/health")).status).toBe(200);
  expect(String(await redis.send(["INFO", "keyspace"]))).toMatch(/db2:keys=/);
  expect(await redis.send(["DBSIZE"])).toBe(0);
  await app.close();
  await redis.stop();
});

it("A wrong password is an outage, and is not repeated anywhere", async () => {
  const redis = await startRedis(users);
  const app = await startApplication({ REDIS_URL: `redis://app:mistaken-password@127.0.0.1:${redis.port}` });
  expect((await app.call("GET", "/api/health")).body.down).toEqual(["store"]);
  expect((await app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" })).status).toBe(404);
  const send = { channel: "email", address: "ada@example.com", purpose: "sign-up" };
  expect((await app.call("POST", "/api/challenges", send)).body.code).toBe("unavailable");
  expect(app.logged.join()).toContain("WRONGPASS");
  expect(app.logged.join()).not.toContain("mistaken");
  await app.close();
  await redis.stop();
});
