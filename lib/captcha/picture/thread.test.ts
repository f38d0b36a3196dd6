// The thread's adapter with threads of a few lines: what goes out and comes back, and what happens at their end. That
// the real one draws, in both bundles, is seen by the browser tests.
import { Worker } from "node:worker_threads";
import { afterEach, expect, it } from "vitest";
import type { RiskLevel } from "../../ports";
import { type DrawingThread, drawingThread } from "./thread";

let thread: DrawingThread | undefined;
afterEach(() => thread?.close());

/**
 * Of the first two levels the second comes first; the third breaks. What it shows is how many it has drawn, where there
 * is a cell for it, and as text for "large".
 */
const code = `
  const { parentPort } = require("node:worker_threads");
  const held = [];
  let drawn = 0;
  const show = ({ id, cell }) =>
    id === "large" || !cell ? "text " + ++drawn : Buffer.from(cell.buffer, cell.byteOffset).write("cell " + ++drawn);
  const draw = ({ id, level, puzzles }) =>
    parentPort.postMessage({ id, pictures: puzzles.map((each) => ({ id: each.id, hidden: "" + level, shown: show(each) })) });
  parentPort.on("message", (wanted) => {
    if (wanted.level === 3) throw new Error("the pen broke");
    if (wanted.level === 0) return held.push(wanted);
    draw(wanted);
    held.splice(0).forEach(draw);
  });`;

function started(kept = 8) {
  let starts = 0;
  const own = drawingThread(kept, () => {
    starts += 1;
    return new Worker(code, { eval: true });
  });
  thread = own;
  const draw = async (level: RiskLevel, ids: string[]) =>
    (await own.draw(level, ids)).map((take) => Object.values(take()).join(" "));
  return { draw, keep: own.draw, starts: () => starts };
}

it("starts one thread, with the first picture, and gives pictures to whom they were drawn for", async () => {
  const { draw, starts } = started();
  expect(starts()).toBe(0);
  const pictures = await Promise.all([draw(0, ["a"]), draw(1, ["b", "c"]), draw(2, ["d"])]);
  expect(pictures).toEqual([["a 0 cell 3"], ["b 1 cell 1", "c 1 cell 2"], ["d 2 cell 4"]]);
  expect(starts()).toBe(1);
});

it("tells all who wait why the thread has ended, and starts another for the next", async () => {
  const { draw, starts } = started();
  const ends = await Promise.allSettled([draw(0, ["a"]), draw(3, ["b"])]);
  expect(ends.map((end) => end.status === "rejected" && end.reason.message)).toEqual(
    Array(2).fill("the pen broke"),
  );
  expect(await draw(1, ["c"])).toEqual(["c 1 cell 1"]);
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

it("keeps each picture in a cell of its own until it is taken, and says what has none as it is", async () => {
  const { draw, keep } = started(2);
  const [first] = await keep(1, ["a"]);
  expect(await draw(1, ["large"])).toEqual(["large 1 text 2"]);
  const [, none] = await keep(1, ["b", "c"]);
  expect(none?.()).toMatchObject({ id: "c", shown: "text 4" });
  expect(first?.()).toMatchObject({ id: "a", shown: "cell 1" });
  // The cell that has become free.
  expect(await draw(1, ["d", "e"])).toEqual(["d 1 cell 5", "e 1 text 6"]);
});

it("loses no cell to a thread that breaks", async () => {
  const { draw } = started(1);
  await expect(draw(3, ["a"])).rejects.toThrow("the pen broke");
  expect(await draw(1, ["b"])).toEqual(["b 1 cell 1"]);
});
