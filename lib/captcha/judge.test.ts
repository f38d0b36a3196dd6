// The judge by example: the place, the way of a hand, the ways of programs.
import { describe, expect, it } from "vitest";
import type { Track } from "../contract";
import { drag } from "../testing/hand";
import { gaitOf } from "./gait";
import { judge, type Question } from "./judge";
import { pathLength } from "./picture/path";

const question: Question = {
  ...{ answer: 120, width: 320, pieceWidth: 60 },
  path: [
    [4, 60],
    [256, 60],
  ],
};
const length = pathLength(question.path);
const byHand = (position: number) => drag(question, length, position, 1200);
const says = (track: Track, position = 120) =>
  judge(question, { position, track }, { level: 1, seconds: 10 });

describe("the judge", () => {
  it("accepts the place within six pixels either way", () => {
    for (const position of [114, 120, 126]) expect(says(byHand(position), position)).toBe(true);
    for (const position of [113, 127]) expect(says(byHand(position), position)).toBe(false);
  });

  it("accepts a hand that never leaves its line", () => {
    for (let i = 0; i < 50; i++) expect(says(byHand(120).map(([ms, x]) => [ms, x, 240]))).toBe(true);
  });

  it("accepts keys: one held down, then a few touches", () => {
    const held = Array.from({ length: 110 }, (_, i): [number, number, number] => [
      i === 0 ? 0 : 400 + i * 33,
      5 + i,
      60,
    ]);
    const touches = Array.from({ length: 10 }, (_, i): [number, number, number] => [
      4500 + i * 180,
      115 + i,
      60,
    ]);

    expect(says([...held, ...touches, [7000, 124, 60]])).toBe(true);
  });

  it("accepts a tap on the rail, a step or two, and a click", () => {
    const track: Track = [
      [0, 150, 240],
      [84, 150, 240],
      [1304, 122, 60],
      [1720, 124, 60],
      [2931, 124, 60],
    ];
    expect(says(track)).toBe(true);
  });

  it("refuses a way that is missing, instant, too long for the time there was, or runs backwards in time", () => {
    const hand = byHand(120);
    expect(says([])).toBe(false);
    expect(says([[0, 0, 0]])).toBe(false);
    expect(says(hand.map(([ms, x, y]) => [ms / 10, x, y]))).toBe(false);
    expect(says(hand.map(([ms, x, y]) => [ms * 100, x, y]))).toBe(false);
    expect(says(hand.map(([ms, x, y], i) => [i === 5 ? 0 : ms, x, y]))).toBe(false);
  });

  it("refuses a hand that went elsewhere", () => {
    expect(says(byHand(230))).toBe(false);
  });
});

describe("a gait", () => {
  it("is the same when replayed, moved, or scaled to another place", () => {
    const track = byHand(120);

    expect(gaitOf(track.map(([ms, x, y]) => [ms + 50, x, y]))).toBe(gaitOf(track));
    expect(gaitOf(track.map(([ms, x, y]) => [ms, x + 11, y + 3]))).toBe(gaitOf(track));
    expect(gaitOf(track.map(([ms, x, y]) => [ms, x * 2, y]))).toBe(gaitOf(track));
  });

  it("is never the same twice", () => {
    expect(new Set(Array.from({ length: 500 }, () => gaitOf(byHand(120)))).size).toBe(500);
  });
});
