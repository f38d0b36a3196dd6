import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { turns } from "./turns";

const spin = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

it("does work at once while the turn has time", async () => {
  const take = turns();
  let done = false;
  const working = take(() => {
    done = true;
    return "result";
  });
  expect(done).toBe(true);
  expect(await working).toBe("result");
});

it("lets others have their turn in a burst, keeps the order and loses nothing", async () => {
  const take = turns();
  const order: number[] = [];
  let doneByNextTurn = 0;
  const burst = Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      take(() => {
        spin(1);
        order.push(index);
      }),
    ),
  );
  await nextTurn();
  doneByNextTurn = order.length;
  await burst;
  expect(doneByNextTurn).toBeLessThan(30);
  expect(order).toEqual(Array.from({ length: 30 }, (_, index) => index));
});

it("hands errors to whoever asked", async () => {
  const take = turns();
  await expect(
    take(() => {
      throw new Error("ours");
    }),
  ).rejects.toThrow("ours");
});
