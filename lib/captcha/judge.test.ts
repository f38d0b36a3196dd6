import { describe, expect, it } from "vitest";
import { judge } from "./judge";

const track: [number, number, number][] = [
  [0, 0, 0],
  [300, 60, 1],
  [900, 120, 2],
];

describe("the judge", () => {
  it("accepts the place within six pixels either way", () => {
    for (const position of [114, 120, 126]) expect(judge(120, { position, track })).toBe(true);
    for (const position of [113, 127]) expect(judge(120, { position, track })).toBe(false);
  });

  it("accepts a hand that never leaves its line", () => {
    expect(judge(120, { position: 120, track: track.map(([ms, x]) => [ms, x, 0]) })).toBe(true);
  });

  it("refuses a way that is missing, instant or runs backwards in time", () => {
    expect(judge(120, { position: 120, track: [] })).toBe(false);
    expect(
      judge(120, {
        position: 120,
        track: [
          [0, 0, 0],
          [10, 120, 0],
        ],
      }),
    ).toBe(false);
    expect(
      judge(120, {
        position: 120,
        track: [
          [0, 0, 0],
          [500, 60, 0],
          [400, 120, 0],
        ],
      }),
    ).toBe(false);
  });
});
