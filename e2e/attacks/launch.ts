// `npm run attack`: every attack against the production build. All have to fail.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Attack, Result } from "./attack";
import { attacks } from "./index";
import { type Production, type Store, startProduction } from "./production";

/** So many at a time, and as many on the other store: a server that is busy with others is no reason for an attack to fail. */
const atOnce = 4;

/** One after the other from a list, several at a time; those that use something up come last and alone. */
function launch(target: Production): Map<Attack, Promise<Result>> {
  const results = new Map<Attack, Promise<Result>>();
  const here = attacks.filter(({ apart, patient }) => !patient && (!apart || target.servers.open.stored));
  let lanes: Promise<unknown>[] = Array(atOnce)
    .fill(undefined)
    .map(() => Promise.resolve());
  const add = (attack: Attack, after: Promise<unknown>) => {
    const result = after.then(() => attack.run(target.servers[attack.on]));
    // Whoever waits for it hears of what went wrong.
    result.catch(() => {});
    results.set(attack, result);
    return result.catch(() => {});
  };
  const [early, late] = [here.filter(({ last }) => !last), here.filter(({ last }) => last)];
  for (const [nth, attack] of early.entries())
    lanes[nth % atOnce] = add(attack, lanes[nth % atOnce] as Promise<unknown>);
  for (const attack of late) lanes = [add(attack, Promise.all(lanes))];
  return results;
}

/** The tests of one store. */
export function launchOn(store: Store): void {
  describe(`On ${store}`, () => {
    let target: Production | undefined;
    let results: Map<Attack, Promise<Result>>;
    beforeAll(async () => {
      target = await startProduction(store);
      results = launch(target);
    });
    afterAll(() => target?.stop());

    for (const attack of attacks.filter(({ apart, patient }) => !patient && (!apart || store === "Redis")))
      it(`an attacker ${attack.name} [${attack.from}]`, async ({ task }) => {
        const { succeeded, what } = (await results.get(attack)) as Result;
        // For the table that `npm run attack` prints.
        Object.assign(task.meta, { name: attack.name, from: attack.from, store, what });
        expect(succeeded, what).toBe(false);
      });
  });
}
