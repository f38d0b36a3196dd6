// A Redis Cluster that loses a node, for a while or for good.
import { describe, expect, it } from "vitest";
import { expectRecovery, kept, patiently, post, start, until, withinSecond } from "../testing/outages";
import { type RedisServer, startRedisCluster } from "../testing/servers/redis";

describe("a Redis Cluster", patiently, () => {
  it("that has lost a node refuses whoever needs it, and serves again when the node is back", async () => {
    const cluster = await kept(startRedisCluster());
    const app = await start({ REDIS_URL: cluster.url });
    const addresses = Array.from({ length: 12 }, (_, index) => `person${index}@example.com`);
    const [, lost] = cluster.nodes;
    await lost?.kill();
    const began = performance.now();
    const during = await Promise.all(addresses.map((address) => withinSecond(post(app, address))));
    // Every send counts in rows of several nodes: hardly any can do without one of three.
    expect(during.filter(({ body }) => body.code === "unavailable").length).toBeGreaterThan(0);
    expect(during.every(({ status }) => status === 503 || status === 202)).toBe(true);
    await app.settle();
    const accepted = during.filter(({ status }) => status === 202).length;
    expect(app.services.outbox?.messages()).toHaveLength(accepted);
    const health = await withinSecond(app.call("GET", "/api/health"));
    expect([health.status, health.body.down]).toEqual([503, ["store"]]);
    expect(performance.now() - began).toBeLessThan(2000);

    await lost?.restart();
    await until(async () => String(await lost?.send(["CLUSTER", "INFO"])).includes("cluster_state:ok"));
    await expectRecovery(app, "ada@example.com");
    const refused = addresses.filter((_, index) => during[index]?.status === 503);
    for (const address of refused) await expectRecovery(app, address);
  });

  it("whose node hangs serves again soon after another has taken its place", async () => {
    const cluster = await kept(startRedisCluster());
    const [, second] = cluster.nodes;
    const replica = await kept(cluster.addReplica(second as RedisServer));
    const app = await start({ REDIS_URL: cluster.url });
    second?.pause();
    await until(async () => String(await replica.send(["ROLE"])).startsWith("master"));
    for (let index = 0; index < 12; index += 1) await expectRecovery(app, `person${index}@example.com`);
  });

  it("whose node hangs refuses at once what needs that node", async () => {
    const cluster = await kept(startRedisCluster());
    const app = await start({ REDIS_URL: cluster.url });
    await app.send("grace@example.com");
    cluster.nodes[0]?.pause();
    const health = await withinSecond(app.call("GET", "/api/health"));
    expect([health.status, health.body.down]).toEqual([503, ["store"]]);
    const reply = await withinSecond(post(app, "ada@example.com"));
    expect([202, 503]).toContain(reply.status);
    cluster.nodes[0]?.resume();
    await expectRecovery(app, "eve@example.com");
  });
});
