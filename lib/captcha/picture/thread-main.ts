// What runs in the thread that draws: a level comes in, a finished picture goes out. An error ends the thread, and
// whoever started it hears of it.
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { drawPuzzlePicture } from "./draw";
import type { Drawn, Wanted } from "./thread";

// Where there are fewer cores than work, answering goes before drawing. On Linux this is about the thread, elsewhere
// it would be about the whole process. The first picture starts the threads of libuv, which are for everybody.
let isHumble = process.platform !== "linux";

parentPort?.on("message", async ({ id, level }: Wanted) => {
  const drawn: Drawn = { id, picture: await drawPuzzlePicture(level) };
  parentPort?.postMessage(drawn);
  if (!isHumble) setPriority(10);
  isHumble = true;
});
