// The pool with a hand that draws when it is told to: what is drawn, for whom, and in which order.
import { beforeEach, expect, it } from "vitest";
import type { RiskLevel } from "../ports";
import type { PreparedPuzzle } from "./index";
import { type Pool, pool, type Ready } from "./pool";

const bounds = { ready: { 0: 0, 1: 4, 2: 2, 3: 1 }, waiting: 4, batch: 2 };

interface Drawing {
  level: RiskLevel;
  count: number;
  finish(): Promise<void>;
  fail(): Promise<void>;
}

let drawing: Drawing | undefined;
let drawn: number;
let rings: (() => void)[];
let pictures: Pool;
beforeEach(() => {
  drawing = undefined;
  drawn = 0;
  rings = [];
  const after = (ms: number, ring: () => void) => {
    expect(ms).toBe(50);
    rings.push(ring);
    return () => {};
  };
  pictures = pool(draw, bounds, { after });
});

/** Fifty milliseconds go by. */
const calm = () => {
  for (const ring of rings.splice(0)) ring();
};

function draw(level: RiskLevel, count: number): Promise<Ready[]> {
  expect(drawing, "one batch at a time").toBeUndefined();
  return new Promise((resolve, reject) => {
    const end = async (how: () => void) => {
      drawing = undefined;
      how();
      await new Promise((settled) => setImmediate(settled));
    };
    // Told apart by what they are drawn for.
    const one = (): Ready => {
      const picture = { id: `${++drawn}`, shown: "", hidden: `${level}` };
      return () => picture;
    };
    drawing = {
      ...{ level, count },
      finish: () => end(() => resolve(Array.from({ length: count }, one))),
      fail: () => end(() => reject(new Error("the pen broke"))),
    };
  });
}

/** Until there is nothing left to draw. */
async function finishAll() {
  while (drawing) await drawing.finish();
}

const levelOf = (puzzle?: PreparedPuzzle) => Number(puzzle?.hidden);

const take = (count: number, level: RiskLevel = 1) =>
  Array.from({ length: count }, () => pictures.take(level));

it("draws nothing before it is told to, and then so many of each level, by the batch and never more", async () => {
  expect(drawing).toBeUndefined();
  pictures.fill();
  pictures.fill();
  expect(drawing).toMatchObject({ level: 1, count: 2 });
  await finishAll();
  expect(drawn).toBe(4 + 2);
});

it("hands every picture out once, however many ask at the same moment, and draws others in their place", async () => {
  pictures.fill();
  await finishAll();
  const asked = take(8);
  await finishAll();
  calm();
  calm();
  await finishAll();
  const ids = (await Promise.all(asked)).map(({ id }) => id);
  expect(new Set(ids).size).toBe(8);
  expect(drawn).toBe(4 + 2 + 8);
});

it("hands out what is ready without waiting for anything that is being drawn", async () => {
  pictures.fill();
  await finishAll();
  expect((await Promise.all(take(4))).map(levelOf)).toEqual(Array(4).fill(1));
  expect(drawing).toMatchObject({ level: 1, count: 2 });
});

it("draws others in the place of those it hands out when nobody has come for a while, or few are left", async () => {
  pictures.fill();
  await finishAll();
  await Promise.all(take(2));
  calm();
  await Promise.all(take(1));
  calm();
  // Whenever somebody came between two looks, the crowd was still there.
  expect(drawing).toBeUndefined();
  calm();
  expect(drawing).toMatchObject({ level: 1, count: 2 });
  await finishAll();
  expect(rings).toEqual([]);

  await Promise.all(take(2));
  expect(drawing).toBeUndefined();
  await Promise.all(take(1));
  expect(drawing).toMatchObject({ level: 1, count: 2 });
});

it("draws for those who wait before it draws ahead, and first for whoever is trusted more", async () => {
  pictures.fill();
  const [suspect] = take(1, 3);
  const [trusted] = take(1, 0);
  await drawing?.finish();
  expect(drawing).toMatchObject({ level: 0, count: 1 });
  await drawing?.finish();
  expect(drawing).toMatchObject({ level: 3, count: 1 });
  await finishAll();
  expect([levelOf(await trusted), levelOf(await suspect)]).toEqual([0, 3]);
});

it("lets so many wait, in turn, and refuses the others at once; suspects take nobody's place", async () => {
  const suspects = take(5, 3);
  await expect(suspects[4]).rejects.toMatchObject({ code: "unavailable", members: { retryAfter: 1 } });
  const people = take(5);
  await expect(people[4]).rejects.toMatchObject({ code: "unavailable" });
  await finishAll();
  const ids = (await Promise.all(people.slice(0, 4))).map(({ id }) => Number(id));
  expect(ids).toEqual(ids.toSorted((one, other) => one - other));
  await Promise.all(suspects.slice(0, 4));
});

it("tells those of a failure for whom was drawn, and draws on for the others", async () => {
  const [first, ...others] = take(4);
  expect(drawing?.count).toBe(1);
  const failure = expect(first).rejects.toThrow("the pen broke");
  await drawing?.fail();
  await failure;
  expect(drawing?.count).toBe(2);
  await finishAll();
  expect(await Promise.all(others)).toHaveLength(3);
});

it("draws nothing ahead after a failure until somebody's picture has come", async () => {
  pictures.fill();
  await drawing?.fail();
  expect(drawing).toBeUndefined();
  const [picture] = take(1);
  expect(drawing).toMatchObject({ level: 1, count: 1 });
  await finishAll();
  await picture;
  calm();
  await finishAll();
  expect(drawn).toBe(1 + 4 + 2);
});

it("blames nobody for what failed while it was drawn ahead", async () => {
  pictures.fill();
  const [picture] = take(1);
  await drawing?.fail();
  await finishAll();
  expect(levelOf(await picture)).toBe(1);
});
