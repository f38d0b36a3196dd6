// The thread's adapter with threads of a few lines: what goes out and comes back, and what happens at their end. That
// the real one draws, in both bundles, is seen by the browser tests.
import { Worker } from "node:worker_threads";
import { afterEach, expect, it } from "vitest";
import { type DrawingThread, drawingThread } from "./thread";

let thread: DrawingThread | undefined;
afterEach(() => thread?.close());

/** Of the first two levels the second comes first; the third breaks; what it says is how many it has drawn. */
const code = `
  const { parentPort } = require("node:worker_threads");
  const held = [];
  let answer = 0;
  const draw = ({ id, level, puzzleIds }) =>
    parentPort.postMessage({ id, pictures: puzzleIds.map((puzzleId) => ({ puzzleId, level, answer: ++answer })) });
  parentPort.on("message", (wanted) => {
    if (wanted.level === 3) throw new Error("the pen broke");
    if (wanted.level === 0) return held.push(wanted);
    draw(wanted);
    held.splice(0).forEach(draw);
  });`;

function started() {
  let starts = 0;
  const own = drawingThread(() => {
    starts += 1;
    return new Worker(code, { eval: true });
  });
  thread = own;
  return { draw: own.draw, starts: () => starts };
}

it("starts one thread, with the first picture, and gives pictures to whom they were drawn for", async () => {
  const { draw, starts } = started();
  expect(starts()).toBe(0);
  const pictures = await Promise.all([draw(0, ["a"]), draw(1, ["b", "c"]), draw(2, ["d"])]);
  expect(pictures).toEqual([
    [{ puzzleId: "a", level: 0, answer: 3 }],
    [
      { puzzleId: "b", level: 1, answer: 1 },
      { puzzleId: "c", level: 1, answer: 2 },
    ],
    [{ puzzleId: "d", level: 2, answer: 4 }],
  ]);
  expect(starts()).toBe(1);
});

it("tells all who wait why the thread has ended, and starts another for the next", async () => {
  const { draw, starts } = started();
  const ends = await Promise.allSettled([draw(0, ["a"]), draw(3, ["b"])]);
  expect(ends.map((end) => end.status === "rejected" && end.reason.message)).toEqual(
    Array(2).fill("the pen broke"),
  );
  expect(await draw(1, ["c"])).toEqual([{ puzzleId: "c", level: 1, answer: 1 }]);
  expect(starts()).toBe(2);
});

it("ends with whoever waits for it, and starts no more", async () => {
  const { draw, starts } = started();
  const waiting = expect(draw(0, ["a"])).rejects.toThrow("has ended");
  await thread?.close();
  await waiting;
  await expect(draw(1, ["b"])).rejects.toThrow("closed");
  expect(starts()).toBe(1);
});
