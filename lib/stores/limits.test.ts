import { errors } from "@upstash/redis";
import { expect, it } from "vitest";
import { keyring } from "../keyring";
import { limitTable } from "../verification/policy";
import { createEmbeddedEngine } from "./embedded/engine";
import { limits } from "./limits";
import { openRedis, type Requester } from "./redis";

it("A refusal is said even where another row cannot be asked, as on a cluster short of a node", async () => {
  const clock = { now: () => Date.UTC(2026, 0, 1) };
  const engine = await createEmbeddedEngine({ clock: clock.now });
  let short = false;
  const requester: Requester = {
    async request<Result>(asked: Parameters<Requester["request"]>[0]) {
      const replies = await engine.request(asked);
      const commands = asked.body as string[][];
      const lost = (words: string[]) =>
        short && words.some((word) => String(word).startsWith("fg:limit:all"));
      return (replies as unknown as object[]).map((reply, index) =>
        lost(commands[index] ?? []) ? { error: "UNREACHABLE" } : reply,
      ) as { result?: Result };
    },
  };
  const limiting = limits(openRedis(requester), limitTable, keyring(["k".repeat(32)]), clock);
  const take = () =>
    limiting.take(
      { subject: "address", id: "ada@example.com", rows: ["address-cooldown"] },
      { subject: "all", id: "sends", rows: ["sends-day"] },
    );
  await take();
  short = true;
  await expect(take()).rejects.toMatchObject({ code: "cooldown-active" });
  await expect(limiting.take({ subject: "all", id: "sends", rows: ["sends-day"] })).rejects.toThrow(
    errors.UpstashError,
  );
});
