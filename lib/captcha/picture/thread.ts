import "server-only";
// A thread that draws, so that the main one is free to answer: a picture is milliseconds of arithmetic. It starts with
// the first pictures that are wanted, and again where it has ended.
import { Worker } from "node:worker_threads";
// Here, too: what the first thread had loaded alone could not be loaded once more after its end (sharp's own advice).
import "sharp";
import type { RiskLevel } from "../../ports";
import type { PreparedPuzzle } from "..";
import type { Ready } from "../pool";
import { type Cell, slab } from "./slab";

export interface Wanted {
  id: number;
  level: RiskLevel;
  puzzles: { id: string; cell: Uint8Array | undefined }[];
}

export interface Drawn {
  id: number;
  pictures: DrawnPuzzle[];
}

export interface DrawnPuzzle extends Omit<PreparedPuzzle, "shown"> {
  /** How many bytes of its cell, in UTF-8; the text itself where it has none or needs more. */
  shown: number | string;
}

export interface DrawingThread {
  /** Rejects where the thread ends before the pictures have come. */
  draw(level: RiskLevel, puzzleIds: string[]): Promise<Ready[]>;
  close(): Promise<void>;
}

interface Running {
  worker: Worker;
  wanted: Map<number, { resolve(pictures: DrawnPuzzle[]): void; reject(why: unknown): void }>;
}

/** One picture in a thousand needs more. */
const cellBytes = 36_864;

/** @param kept so many pictures lie outside of the heap; more are as welcome, and cost more */
export function drawingThread(kept: number, start = startWorker): DrawingThread {
  const { claim, release } = slab(kept, cellBytes);
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

  function ask(level: RiskLevel, puzzles: Wanted["puzzles"]): Promise<DrawnPuzzle[]> {
    running ??= run();
    const { worker, wanted } = running;
    id += 1;
    return new Promise((resolve, reject) => {
      wanted.set(id, { resolve, reject });
      worker.postMessage({ id, level, puzzles } satisfies Wanted);
    });
  }

  const ready = ({ shown, ...rest }: DrawnPuzzle, cell: Cell | undefined): Ready => {
    if (typeof shown === "string" || !cell) {
      if (cell) release(cell);
      return () => ({ ...rest, shown: String(shown) });
    }
    return () => {
      const text = cell.toString("utf8", 0, shown);
      release(cell);
      return { ...rest, shown: text };
    };
  };

  return {
    async draw(level, puzzleIds) {
      if (isClosed) throw new Error("the drawing thread is closed");
      const cells = puzzleIds.map(claim);
      try {
        const drawn = await ask(
          level,
          puzzleIds.map((puzzleId, index) => ({ id: puzzleId, cell: cells[index] })),
        );
        return drawn.map((picture, index) => ready(picture, cells[index]));
      } catch (error) {
        for (const cell of cells) if (cell) release(cell);
        throw error;
      }
    },
    async close() {
      isClosed = true;
      await running?.worker.terminate();
    },
  };
}

/** Bundlers know this form; see scripts/threads.mjs. */
const startWorker = () => new Worker(new URL("./thread-main.ts", import.meta.url));
