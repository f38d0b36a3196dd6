// No check is empty: on copies of the application every attack fails, and with a defence of its own switched off it
// succeeds.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Attack, Kind, Result } from "./attack";
import { type Copy, startCopy } from "./copies";
import { type FaultName, faults } from "./faults";
import { attacks } from "./index";
import { type Phones, startPhones } from "./phones";
import { settings } from "./settings";

const shared = globalThis as { planted?: Set<FaultName> } & Record<string, unknown>;
/** What faults leave behind in this process. */
const own = new Set(Object.keys(globalThis));

let phones: Phones;
let copy: Copy | undefined;
beforeAll(async () => {
  phones = await startPhones();
});
afterEach(async () => {
  await copy?.close();
  copy = undefined;
  for (const name of Object.keys(shared)) if (!own.has(name)) delete shared[name];
});
afterAll(() => phones.close());

describe("On a copy without a fault", () => {
  it.each(Object.keys(settings) as Kind[])("every attack on the %s server fails", async (kind) => {
    const target = await startCopy(kind, phones);
    copy = target;
    const results: Record<string, Result> = {};
    const run = async ({ name, run }: Attack) => {
      results[name] = await run(target);
    };
    const here = attacks.filter(({ on }) => on === kind);
    await Promise.all(here.filter(({ last }) => !last).map(run));
    for (const attack of here.filter(({ last }) => last)) await run(attack);
    expect(Object.entries(results).filter(([, { succeeded }]) => succeeded)).toEqual([]);
  });
});

describe("An attack succeeds where its defence is switched off", () => {
  for (const { name, on, faults: own, run } of attacks)
    for (const fault of own)
      it(`${name}: ${fault}`, async () => {
        shared.planted = new Set([fault]);
        copy = await startCopy(on, phones);
        const { succeeded, what } = await run(copy);
        expect(succeeded, what).toBe(true);
      });
});

describe("The list", () => {
  it("has no fault that serves no attack", () => {
    const used = new Set(attacks.flatMap(({ faults }) => faults));
    expect(Object.keys(faults).filter((name) => !used.has(name as FaultName))).toEqual([]);
  });

  it("names every attack once", () => {
    const names = attacks.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});
