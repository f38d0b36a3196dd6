// Scripts run twice, translated and by the real Lua, on two stores that hold the same.

import { createEmbeddedEngine } from "../../stores/embedded/engine";
import { entriesOf } from "../entries";

export interface Run {
  command: "EVAL" | "EVAL_RO";
  code: string;
  keys: string[];
  args: string[];
}

/** On the line of the script's first, and never translated: its errors keep their lines. */
export const leftToLua = (code: string) => `repeat until true ${code}`;

/** @param maxKeys so few that some of what the scripts do does not fit */
export async function createBothWays(maxKeys?: number) {
  const options = { clock: () => 1_700_000_000_000, ...(maxKeys && { maxKeys }) };
  const [translated, real] = await Promise.all([
    createEmbeddedEngine(options),
    createEmbeddedEngine(options),
  ]);

  /**
   * @param state commands that lead to it
   * @returns of each way what every run answered, and what the store holds in the end
   */
  return async (state: string[][], runs: Run[]) => {
    const go = async (engine: typeof real, write: (code: string) => string) => {
      for (const body of [["FLUSHALL"], ...state]) await engine.request({ body });
      const replies: unknown[] = [];
      for (const { command, code, keys, args } of runs) {
        const body = [command, write(code), String(keys.length), ...keys, ...args];
        replies.push(withoutSha(await engine.request<unknown>({ body })));
      }
      return { replies, entries: await entriesOf(engine) };
    };
    return { translated: await go(translated, (code) => code), real: await go(real, leftToLua) };
  };
}

/** An error names the script by the digest of its text, which differs. */
const withoutSha = (reply: { error?: string }) =>
  reply.error === undefined
    ? reply
    : { error: reply.error.replace(/script: [0-9a-f]{40}/, "script: its sha") };
