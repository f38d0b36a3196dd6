import "server-only";
// A thread that draws, so that the main one is free to answer: a picture is milliseconds of arithmetic. It starts with
// the first pictures that are wanted, and again where it has ended.
import { Worker } from "node:worker_threads";
// Here, too: what the first thread had loaded alone could not be loaded once more after its end (sharp's own advice).
import "sharp";
import type { RiskLevel } from "../../ports";
import type { PreparedPuzzle } from "..";

export interface Wanted {
  id: number;
  level: RiskLevel;
  puzzleIds: string[];
}

export interface Drawn {
  id: number;
  pictures: PreparedPuzzle[];
}

export interface DrawingThread {
  /** Rejects where the thread ends before the pictures have come. */
  draw(level: RiskLevel, puzzleIds: string[]): Promise<PreparedPuzzle[]>;
  close(): Promise<void>;
}

interface Running {
  worker: Worker;
  wanted: Map<number, { resolve(pictures: PreparedPuzzle[]): void; reject(why: unknown): void }>;
}

export function drawingThread(start = startWorker): DrawingThread {
  let running: Running | undefined;
  let isClosed = false;
  let id = 0;

  function run(): Running {
    const started: Running = { worker: start(), wanted: new Map() };
    const { worker, wanted } = started;
    let why: unknown = new Error("the drawing thread has ended");
    // Nobody waits for it to end.
    worker.unref();
    worker.on("message", ({ id, pictures }: Drawn) => {
      wanted.get(id)?.resolve(pictures);
      wanted.delete(id);
    });
    worker.on("error", (error) => {
      why = error;
    });
    worker.on("exit", () => {
      if (running === started) running = undefined;
      for (const { reject } of wanted.values()) reject(why);
    });
    return started;
  }

  return {
    async draw(level, puzzleIds) {
      if (isClosed) throw new Error("the drawing thread is closed");
      running ??= run();
      const { worker, wanted } = running;
      id += 1;
      return new Promise((resolve, reject) => {
        wanted.set(id, { resolve, reject });
        worker.postMessage({ id, level, puzzleIds } satisfies Wanted);
      });
    },
    async close() {
      isClosed = true;
      await running?.worker.terminate();
    },
  };
}

/** Bundlers know this form; see scripts/threads.mjs. */
const startWorker = () => new Worker(new URL("./thread-main.ts", import.meta.url));
