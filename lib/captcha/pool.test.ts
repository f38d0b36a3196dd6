// The pool with a hand that draws when it is told to: what is drawn, for whom, and in which order.
import { beforeEach, expect, it } from "vitest";
import type { RiskLevel } from "../ports";
import type { DrawnPicture } from "./index";
import { type Pool, pool } from "./pool";

const bounds = { ready: { 0: 0, 1: 3, 2: 1, 3: 0 }, waiting: 4, atOnce: 2 };

interface Drawing {
  level: RiskLevel;
  finish(): Promise<void>;
  fail(): Promise<void>;
}

let drawings: Drawing[];
let drawn: number;
let pictures: Pool;
beforeEach(() => {
  drawings = [];
  drawn = 0;
  pictures = pool(draw, bounds);
});

function draw(level: RiskLevel): Promise<DrawnPicture> {
  return new Promise((resolve, reject) => {
    const end = async (how: () => void) => {
      drawings = drawings.filter((each) => each !== drawing);
      how();
      await settled();
    };
    const drawing: Drawing = {
      level,
      finish: () => end(() => resolve({ answer: ++drawn, background: `level ${level}` } as DrawnPicture)),
      fail: () => end(() => reject(new Error("the pen broke"))),
    };
    drawings.push(drawing);
  });
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Until there is nothing left to draw. */
async function finishAll() {
  for (let next = drawings[0]; next; next = drawings[0]) await next.finish();
}

const take = (count: number, level: RiskLevel = 1) =>
  Array.from({ length: count }, () => pictures.take(level));

it("draws nothing before it is told to, and then so many of each level, so many at once", async () => {
  expect(drawings).toHaveLength(0);
  pictures.fill();
  pictures.fill();
  expect(drawings.map(({ level }) => level)).toEqual([1, 1]);
  await finishAll();
  expect(drawn).toBe(4);
});

it("hands every picture out once, however many ask at the same moment, and draws another in its place", async () => {
  pictures.fill();
  await finishAll();
  const asked = take(7);
  await finishAll();
  const answers = (await Promise.all(asked)).map(({ answer }) => answer);
  expect(new Set(answers).size).toBe(7);
  expect(drawn).toBe(4 + 7);
});

it("hands out what is ready without waiting for anything that is being drawn", async () => {
  pictures.fill();
  await finishAll();
  expect((await Promise.all(take(3))).map(({ background }) => background)).toEqual(Array(3).fill("level 1"));
  expect(drawings).toHaveLength(2);
});

it("draws for those who wait before it draws ahead, and first for whoever is trusted more", async () => {
  pictures.fill();
  const [suspect] = take(1, 3);
  const [trusted] = take(1, 0);
  await drawings[0]?.finish();
  expect(drawings.map(({ level }) => level)).toEqual([1, 0]);
  await drawings[0]?.finish();
  expect(drawings.map(({ level }) => level)).toEqual([0, 3]);
  await finishAll();
  expect([(await trusted)?.background, (await suspect)?.background]).toEqual(["level 0", "level 3"]);
});

it("lets so many wait, in turn, and refuses the others at once; suspects take nobody's place", async () => {
  const suspects = take(5, 3);
  await expect(suspects[4]).rejects.toMatchObject({ code: "unavailable", members: { retryAfter: 1 } });
  const people = take(5);
  await expect(people[4]).rejects.toMatchObject({ code: "unavailable" });
  await finishAll();
  const answers = (await Promise.all(people.slice(0, 4))).map(({ answer }) => answer);
  expect(answers).toEqual(answers.toSorted((one, other) => one - other));
  await Promise.all(suspects.slice(0, 4));
});

it("tells one who waits of a failure, and draws on for the others", async () => {
  const [one, other] = take(2);
  const failure = expect(one).rejects.toThrow("the pen broke");
  await drawings[0]?.fail();
  await failure;
  await finishAll();
  expect((await other)?.background).toBe("level 1");
  expect(drawn).toBe(1 + 4);
});

it("draws nothing ahead after a failure until somebody's picture has come", async () => {
  pictures.fill();
  await drawings[0]?.fail();
  await drawings[0]?.fail();
  expect(drawings).toHaveLength(0);
  const [picture] = take(1);
  expect(drawings).toHaveLength(1);
  await finishAll();
  await picture;
  expect(drawn).toBe(1 + 4);
});
