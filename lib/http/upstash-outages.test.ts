// Upstash that is away, or another server in its place.
import { describe, expect, it } from "vitest";
import { expectRecovery, expectRefusals, kept, patiently, start } from "../testing/outages";
import { startRedis } from "../testing/servers/redis";
import { startUpstash } from "../testing/servers/upstash";

describe("Upstash", patiently, () => {
  it.each([
    ...(["silent", "broken", { delayMs: 500 }] as const),
    ...[{ body: '{"result":"OK"}' }, { body: "<html>" }, { body: "" }],
    // What answers in the right form but is not our store must not be taken for a yes.
    ...[[], [0], [0, 0], "OK", "", 0, 1, null, {}, ["right", "outbox"]].map((results) => ({ results })),
  ])("that is %j", async (how) => {
    const double = await kept(startUpstash(await kept(startRedis())));
    const app = await start({ UPSTASH_REDIS_REST_URL: double.url, UPSTASH_REDIS_REST_TOKEN: double.token });
    const { challengeId } = await app.send("grace@example.com");
    double.behave(how);
    await expectRefusals(app, challengeId);
    expect(app.logged.join("\n")).not.toContain(double.token);
    double.behave("well");
    await expectRecovery(app);
  });

  it("that knows another token", async () => {
    const double = await kept(startUpstash(await kept(startRedis())));
    const app = await start({ UPSTASH_REDIS_REST_URL: double.url, UPSTASH_REDIS_REST_TOKEN: "old-token" });
    await expectRefusals(app, "unknown");
    expect(app.logged.join("\n")).not.toContain("command was");
  });
});
