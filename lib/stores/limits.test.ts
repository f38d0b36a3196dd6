import { errors } from "@upstash/redis";
import { expect, it } from "vitest";
import { keyring } from "../keyring";
import { limitTable } from "../verification/policy";
import { createEmbeddedEngine } from "./embedded/engine";
import { limits } from "./limits";
import { openRedis, type Requester } from "./redis";

const clock = { now: () => Date.UTC(2026, 0, 1) };
const both = [
  { subject: "address", id: "ada@example.com", rows: ["address-cooldown"] },
  { subject: "all", id: "sends", rows: ["sends-day"] },
] as const;

/** A store that answers some commands in its own way. */
async function limitsOver(answer: (words: string[]) => string | undefined) {
  const engine = await createEmbeddedEngine({ clock: clock.now });
  const requester: Requester = {
    async request<Result>(asked: Parameters<Requester["request"]>[0]) {
      const replies = await Promise.all(
        (asked.body as unknown[][]).map(async (words) => {
          const error = answer(words.map(String));
          return error
            ? { error }
            : engine.request({ body: words }).catch(({ message }) => ({ error: message }));
        }),
      );
      return replies as { result?: Result };
    },
  };
  return limits(openRedis(requester), limitTable, keyring(["k".repeat(32)]), clock);
}

const keyCount = (words: string[]) => Number(words[2]);
const crossSlot = (words: string[]) =>
  keyCount(words) > 1 ? "CROSSSLOT Keys in request don't hash to the same slot" : undefined;

it("Several subjects are taken in one step, which nobody sees a part of", async () => {
  const scripts: number[] = [];
  const limiting = await limitsOver((words) => void scripts.push(keyCount(words)));
  await limiting.take(...both);
  expect(new Set(scripts)).toEqual(new Set([2]));
});

it("On a cluster the first subject goes ahead, and what it refuses never touches the others", async () => {
  let touched = 0;
  const limiting = await limitsOver((words) => {
    if (keyCount(words) === 1 && words[3]?.startsWith("fg:limit:all")) touched += 1;
    return crossSlot(words);
  });
  await limiting.take(...both);
  const before = touched;
  await expect(limiting.take(...both)).rejects.toMatchObject({ code: "cooldown-active" });
  expect([before > 0, touched]).toEqual([true, before]);
});

it("On a cluster what was taken is given back when another node is away, and it is an outage", async () => {
  const limiting = await limitsOver(
    (words) => crossSlot(words) ?? (words[3]?.startsWith("fg:limit:all") ? "UNREACHABLE" : undefined),
  );
  await expect(limiting.take(...both)).rejects.toThrow(errors.UpstashError);
  expect(await limiting.read(both[0])).toMatchObject([{ remaining: 1 }]);
});
