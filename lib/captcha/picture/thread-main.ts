// What runs in the thread that draws: a level comes in, finished pictures go out. An error ends the thread, and
// whoever started it hears of it.
import { getPriority, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import type { RiskLevel } from "../../ports";
import { preparePuzzle } from "./prepare";
import type { Drawn, DrawnPuzzle, Wanted } from "./thread";

/** Where there are fewer cores than work, answering goes before drawing. */
const niceness = 10;

// Only Linux keeps this by thread. Not before the first pictures: they may start libuv's threads, which are everybody's
// and would be as nice.
let isSettled = process.platform !== "linux";

async function draw(level: RiskLevel, { id, cell }: Wanted["puzzles"][number]): Promise<DrawnPuzzle> {
  const { shown, ...rest } = await preparePuzzle(level, id);
  if (!cell || Buffer.byteLength(shown) > cell.length) return { ...rest, shown };
  return { ...rest, shown: Buffer.from(cell.buffer, cell.byteOffset, cell.length).write(shown) };
}

parentPort?.on("message", async ({ id, level, puzzles }: Wanted) => {
  // While one is encoded in a thread of libuv, the next is painted here.
  const pictures = await Promise.all(puzzles.map((puzzle) => draw(level, puzzle)));
  parentPort?.postMessage({ id, pictures } satisfies Drawn);
  if (!isSettled && getPriority() < niceness) setPriority(niceness);
  isSettled = true;
});
