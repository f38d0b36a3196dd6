import "server-only";
// Several processes on one port: begins them, takes care that there are always as many, and ends them together.
import cluster, { type Worker } from "node:cluster";
import type { AddressInfo } from "node:net";
import { pauseMs } from "./workers";

/** What a worker is told to end by: a signal from a terminal reaches all of them, whoever it was meant for. */
const ending = "stop";

/** @param onReady is told the port once all of them serve */
export function lead(count: number, onReady: (port: number) => void): void {
  const lives: number[] = [];
  let serving = 0;
  let isStopping = false;
  const workers = () => Object.values(cluster.workers ?? {}) as Worker[];

  function begin() {
    if (isStopping) return;
    const began = Date.now();
    let isServing = false;
    const worker = cluster.fork();
    worker.once("listening", ({ port }: AddressInfo) => {
      isServing = true;
      serving += 1;
      if (serving === count) onReady(port);
    });
    worker.once("exit", (code, signal) => {
      if (isStopping) return endWith(worker);
      // What is wrong with the first ones is wrong with all of them; they have said it.
      if (!isServing && serving < count) process.exit(code || 1);
      lives.push(Date.now() - began);
      const pause = pauseMs(lives.slice(-20));
      console.error(`A worker has ended (${signal ?? code}); another one begins in ${pause / 1000} s.`);
      setTimeout(begin, pause);
    });
  }

  function endWith(last: Worker) {
    if (workers().every((worker) => worker === last || worker.isDead())) process.exit(0);
  }

  function stop() {
    if (isStopping) process.exit(1);
    isStopping = true;
    if (workers().length === 0) process.exit(0);
    for (const worker of workers()) worker.send(ending);
  }

  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);
  for (let nth = 0; nth < count; nth++) begin();
}

/** Calls back once, when this process is to end in order. */
export function onStop(end: () => void): void {
  let isStopping = false;
  const stop = () => {
    // Whoever asks twice is in a hurry; a worker may be asked by its leader and by the terminal.
    if (isStopping && cluster.isPrimary) process.exit(1);
    if (!isStopping) end();
    isStopping = true;
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);
  if (cluster.isWorker) process.on("message", (message) => message === ending && stop());
}
