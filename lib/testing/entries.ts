// Everything that the embedded store holds, asked as Redis is asked.
import type { Requester } from "../stores/redis";
import type { Entry } from "./servers/redis";

export type { Entry };

export async function entriesOf(engine: Pick<Requester, "request">): Promise<Entry[]> {
  const ask = async (...body: string[]) => (await engine.request<unknown>({ body })).result;
  const keys = (await ask("KEYS", "*")) as string[];
  return Promise.all(
    keys.map(async (key) => ({
      key,
      value: await ask((await ask("TYPE", key)) === "hash" ? "HGETALL" : "GET", key),
      lifetime: Number(await ask("PTTL", key)),
    })),
  );
}
