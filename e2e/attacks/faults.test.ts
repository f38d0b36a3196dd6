// No check is empty: on copies of the application every attack fails, and with a defence of its own switched off it
// succeeds.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Attack, Kind } from "./attack";
import { type Copy, startCopy } from "./copies";
import { type FaultName, faults } from "./faults";
import { attacks } from "./index";
import { type Phones, startPhones } from "./phones";
import { settings } from "./settings";
import { startWidget, type Widget } from "./widget";

const shared = globalThis as { planted?: Set<FaultName> } & Record<string, unknown>;
/** What faults leave behind in this process. */
const own = new Set(Object.keys(globalThis));

let phones: Phones;
let widget: Widget;
const copies = new Map<Kind, Copy>();
const started: Copy[] = [];

async function freshCopy(kind: Kind): Promise<Copy> {
  const copy = await startCopy(kind, phones, widget);
  started.push(copy);
  return copy;
}

/** Most faults are asked for at every request, so that one copy serves them all. */
async function copyFor({ on, last }: Attack, fault: FaultName): Promise<Copy> {
  if (last || faults[fault].some(({ file }) => file === "lib/services.ts" || file === "next.config.ts"))
    return freshCopy(on);
  const copy = copies.get(on) ?? (await freshCopy(on));
  copies.set(on, copy);
  return copy;
}

beforeAll(async () => {
  [phones, widget] = await Promise.all([startPhones(), startWidget()]);
});
afterEach(() => {
  for (const name of Object.keys(shared)) if (!own.has(name)) delete shared[name];
});
afterAll(async () => {
  await Promise.all(started.map((copy) => copy.close()));
  await Promise.all([phones.close(), widget.close()]);
});

describe("On a copy without a fault", () => {
  it.each(Object.keys(settings) as Kind[])("every attack on the %s server fails", async (kind) => {
    const copy = await freshCopy(kind);
    const here = attacks.filter(({ on }) => on === kind);
    const succeeded: Record<string, string> = {};
    // One after the other: they share a clock.
    for (const { name, run } of here.toSorted(
      (one, other) => Number(one.last ?? 0) - Number(other.last ?? 0),
    )) {
      const result = await run(copy);
      if (result.succeeded) succeeded[name] = result.what;
    }
    expect(succeeded).toEqual({});
  });
});

describe("An attack succeeds where its defence is switched off", () => {
  for (const attack of attacks)
    for (const fault of attack.faults)
      it(`${attack.name}: ${fault}`, async () => {
        shared.planted = new Set([fault]);
        const { succeeded, what } = await attack.run(await copyFor(attack, fault));
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
