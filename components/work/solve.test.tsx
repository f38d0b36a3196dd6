// Solving a proof of work: shared among workers, ended with them, and done on the page where there are none.
import { webcrypto } from "node:crypto";
import { solveChallenge } from "altcha-lib";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { tinySolution, tinyWork } from "../testing/work";
import { deriveKey } from "./derive-key";
import { solveWork } from "./solve";

/** A worker in the same thread, or one that does not get going. */
function crewOf(how: "works" | "idles" | "fails") {
  const crew: { from: number; every: number; dismissed: boolean }[] = [];
  const createWorker = () => {
    const member = { from: -1, every: 0, dismissed: false };
    crew.push(member);
    const worker = Object.assign(new EventTarget(), {
      async postMessage({ type, ...share }: Parameters<typeof solveChallenge>[0] & { type: string }) {
        if (type !== "work") return;
        member.from = share.counterStart ?? -1;
        member.every = share.counterStep ?? 0;
        if (how === "fails") worker.dispatchEvent(new Event("error"));
        if (how !== "works") return;
        const data = await solveChallenge({ ...share, deriveKey });
        if (!member.dismissed) worker.dispatchEvent(new MessageEvent("message", { data }));
      },
      terminate() {
        member.dismissed = true;
      },
    });
    return worker as unknown as Worker;
  };
  return { crew, createWorker };
}
const solved = expect.objectContaining(tinySolution);

beforeEach(() => {
  vi.spyOn(navigator, "hardwareConcurrency", "get").mockReturnValue(3);
});

it("shares the counters among a worker per core, and dismisses all when one has found it", async () => {
  const { crew, createWorker } = crewOf("works");

  expect(await solveWork(tinyWork, new AbortController(), createWorker)).toEqual(solved);

  expect(crew).toEqual([0, 1, 2].map((from) => ({ from, every: 3, dismissed: true })));
});

it("takes four workers at most", async () => {
  vi.spyOn(navigator, "hardwareConcurrency", "get").mockReturnValue(24);
  const { crew, createWorker } = crewOf("works");

  await solveWork(tinyWork, new AbortController(), createWorker);

  expect(crew).toHaveLength(4);
});

it("dismisses its workers at once when it is aborted", async () => {
  const { crew, createWorker } = crewOf("idles");
  const controller = new AbortController();
  const work = solveWork(tinyWork, controller, createWorker);
  await vi.waitUntil(() => crew[2]?.every === 3);

  controller.abort();

  await expect(work).rejects.toThrow("abort");
  expect(crew.map(({ dismissed }) => dismissed)).toEqual([true, true, true]);
});

it("starts no worker when it was aborted before", async () => {
  const { crew, createWorker } = crewOf("idles");

  await expect(solveWork(tinyWork, aborted(), createWorker)).rejects.toThrow("abort");

  expect(crew).toEqual([]);
});

describe("Where workers do not start", () => {
  it("dismisses those that did, and solves it on the page", async () => {
    const { crew, createWorker } = crewOf("fails");

    expect(await solveWork(tinyWork, new AbortController(), createWorker)).toEqual(solved);

    expect(crew.every(({ dismissed }) => dismissed)).toBe(true);
  });

  it("solves it on the page where none can be made", async () => {
    const forbidden = () => {
      throw new DOMException("worker-src", "SecurityError");
    };

    expect(await solveWork(tinyWork, new AbortController(), forbidden)).toEqual(solved);
  });

  it("lets the page draw after every slice", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 5));
    const pause = vi.spyOn(globalThis, "setTimeout");
    const { createWorker } = crewOf("fails");

    await solveWork(tinyWork, new AbortController(), createWorker);

    expect(pause.mock.calls.length).toBeGreaterThanOrEqual(2);
  });
});

it("derives the same key by the browser, and by the library where the browser may not", async () => {
  const { parameters } = tinyWork;
  const salt = Uint8Array.of(1, 2, 3);
  const password = Uint8Array.of(4, 5);

  vi.stubGlobal("crypto", webcrypto);
  const byBrowser = await deriveKey(parameters, salt, password);
  vi.stubGlobal("crypto", { getRandomValues: () => undefined });
  const byLibrary = await deriveKey(parameters, salt, password);

  expect(byLibrary.derivedKey).toHaveLength(32);
  expect(byLibrary.derivedKey).toEqual(byBrowser.derivedKey);
});

function aborted() {
  const controller = new AbortController();
  controller.abort();
  return controller;
}
