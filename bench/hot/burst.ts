// What a burst of people costs who all want their puzzle at once: how soon they have it, how long the event loop was
// held up meanwhile, and what somebody feels who asks for something else.
import { setTimeout as pause } from "node:timers/promises";
import { loader } from "./measure";
import { askHealth, askPuzzle, somebody } from "./people";
import { aligned, machine, number } from "./print";
import type { Mount } from "./servers";
import { type Backend, setStage } from "./stage";

/** Of more that nobody solves within a minute the captcha would think ill, and ask for pictures of another level. */
const bursts = 2;
/** As long as a core takes to draw them all again, and longer. */
const restMs = 4000;
/** What is asked beside the burst, for as long as it lasts and a little longer. */
const beside = { perSecond: 200, ms: 1000 };

export async function benchBurst(mounts: Mount[], backends: Backend[], people: number): Promise<number> {
  const on = machine();
  const stage = await setStage();
  const others = loader();
  for (const backend of backends) {
    for (const mount of mounts) {
      const server = await stage.own(mount, backend, {});
      const rows = [head];
      for (let burst = 0; burst < bursts; burst += 1) {
        await pause(restMs);
        await server.delay(true);
        const asking = others.measure(server, {
          ...{ requests: [askHealth()], repeat: true, status: 200 },
          ...beside,
        });
        const requests = Array.from({ length: people }, () => askPuzzle(somebody()));
        // All of them in the first millisecond.
        const puzzles = await stage.measure(server, {
          ...{ requests, status: 201, ms: 1000, perSecond: people * 1000 },
        });
        const { p99, max } = await server.delay(false);
        const health = await asking;
        const seconds = puzzles.count / puzzles.perSecond;
        rows.push([
          ...[String(burst + 1), number(puzzles.count), number(seconds * 1000), number(puzzles.perSecond)],
          ...[number(puzzles.p50), number(puzzles.p99), number(puzzles.mainThread)],
          ...[number(p99), number(max), number(health.p99)],
        ]);
      }
      await server.stop();
      console.log(`\n${mount}, ${backend}\n${aligned(rows, 1)}`);
    }
  }
  others.stop();
  await stage.stop();
  console.log(`\n${legend}\n\n${on}`);
  return 0;
}

const head = [
  ...["", "puzzles", "in ms", "a second", "p50 ms", "p99 ms", "main µs", "loop p99 ms", "loop max ms"],
  "others p99 ms",
];

const legend = `Every line is a burst of people who ask for a puzzle in the same millisecond. main µs: of the main thread, for each
puzzle and what was asked beside it. loop: how much later than due the event loop came to a timer, from the burst's begin until a
second later. others: health calls, ${beside.perSecond} a second. The first burst meets code that was never run.`;
