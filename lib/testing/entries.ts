// Everything that a store holds, asked as Redis is asked: in pipelines, which every store takes.
import type { Requester } from "../stores/redis";
import type { Entry } from "./servers/redis";

export type { Entry };

export async function entriesOf(store: Pick<Requester, "request">): Promise<Entry[]> {
  const ask = async (...command: string[]) => {
    const [reply] = (await store.request({ path: ["pipeline"], body: [command] })) as { result: unknown }[];
    return reply?.result;
  };
  const keys = (await ask("KEYS", "*")) as string[];
  return Promise.all(
    keys.map(async (key) => ({
      key,
      value: await ask((await ask("TYPE", key)) === "hash" ? "HGETALL" : "GET", key),
      lifetime: Number(await ask("PTTL", key)),
    })),
  );
}
