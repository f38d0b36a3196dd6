// That the product never needs the real Lua for its scripts, but to compile each once: in all that the contracts ask of
// a store.
import { readdirSync, readFileSync } from "node:fs";
import { LuaWasmEngine } from "lua-redis-wasm";
import { afterAll, beforeAll, describe, expect, it, type MockInstance, vi } from "vitest";
import { entriesOf } from "../../testing/entries";
import { listening, productScripts } from "../../testing/lua/product-scripts";
import { describeLimits } from "../limits.contract";
import { openRedis } from "../redis";
import { describeStores } from "../stores.contract";
import { createEmbeddedEngine } from "./engine";
import { translate } from "./lua-script";

describe("the product's scripts", () => {
  const heard = new Set<string>();
  let real: MockInstance<LuaWasmEngine["evalWithArgs"]>;
  beforeAll(() => {
    real = vi.spyOn(LuaWasmEngine.prototype, "evalWithArgs");
  });
  afterAll(() => real.mockRestore());

  const open = async ({ now }: { now(): number }) => {
    const engine = await createEmbeddedEngine({ clock: now });
    return { redis: openRedis(listening(engine, heard)), entries: () => entriesOf(engine) };
  };
  describeLimits("a store that is watched", open);
  describeStores("a store that is watched", open);

  it("were run translated all the time", () => {
    const compiled = real.mock.calls.filter(([code]) => String(code).includes("loadstring"));
    expect(compiled.length).toBeGreaterThan(heard.size);
    expect(real.mock.calls.length).toBe(compiled.length);
  });

  it("are all translated, whichever file of the stores they are in", async () => {
    const all = await productScripts();
    const stores = readdirSync("lib/stores").filter((file) => file.endsWith(".ts"));
    const written = stores.flatMap(
      (file) => readFileSync(`lib/stores/${file}`, "utf8").match(/= script[<(]/g) ?? [],
    );
    expect(all).toHaveLength(written.length);
    expect(new Set(all)).toEqual(new Set([...all, ...heard]));
    expect(all.filter((code) => !translate(code))).toEqual([]);
  });
});
