// What runs in the thread that draws: a level comes in, finished pictures go out. An error ends the thread, and
// whoever started it hears of it.
import { getPriority, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { preparePuzzle } from "./prepare";
import type { Drawn, Wanted } from "./thread";

/** Where there are fewer cores than work, answering goes before drawing. */
const niceness = 10;

// Only Linux keeps this by thread. Not before the first pictures: they may start libuv's threads, which are everybody's
// and would be as nice.
let isSettled = process.platform !== "linux";

parentPort?.on("message", async ({ id, level, puzzleIds }: Wanted) => {
  // While one is encoded in a thread of libuv, the next is painted here.
  const pictures = await Promise.all(puzzleIds.map((puzzleId) => preparePuzzle(level, puzzleId)));
  const bytes = pictures.map(({ shown }) => shown.buffer);
  parentPort?.postMessage({ id, pictures } satisfies Drawn, bytes);
  if (!isSettled && getPriority() < niceness) setPriority(niceness);
  isSettled = true;
});
