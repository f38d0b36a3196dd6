// Every step of the stores on what cannot do it in one: a cluster whose every hash tag is a node of its own.
import { entriesOf } from "../testing/entries";
import { createEmbeddedEngine } from "./embedded/engine";
import { openRedis, type Reply, type Requester } from "./redis";
import { describeStores } from "./stores.contract";

const tagOf = (key: string) => /\{(.*?)\}/.exec(key)?.[1];

function spansNodes([name = "", , count, ...words]: string[]): boolean {
  const keys = name.startsWith("EVAL") ? words.slice(0, Number(count)) : [];
  return new Set(keys.map(tagOf)).size > 1;
}

describeStores("nodes of a cluster", async ({ now }) => {
  const engine = await createEmbeddedEngine({ clock: now });
  const refusing: Requester = {
    async request<Result>({ body }: { body?: unknown }) {
      const commands = body as string[][];
      const replies = commands.map((words): Promise<Reply> | Reply =>
        spansNodes(words)
          ? { error: "CROSSSLOT Keys in request don't hash to the same slot" }
          : engine.request<Reply>({ body: words }).catch(({ message }) => ({ error: message })),
      );
      return (await Promise.all(replies)) as { result?: Result };
    },
  };
  return { redis: openRedis(refusing), entries: () => entriesOf(engine) };
});
