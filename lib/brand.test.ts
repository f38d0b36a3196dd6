// Colours can be read, in both schemes. Whoever changes them in lib/brand.ts is told here which two do not go together.
import { describe, expect, it } from "vitest";
import { type Colour, colours } from "./brand";
import { contrast } from "./contrast";

/** What carries words, and the colours of words that stand on it. */
const texts: [ground: Colour, words: Colour[]][] = [
  ["canvas", ["ink", "muted", "brand", "danger"]],
  ["surface", ["ink", "muted", "brand", "danger"]],
  ["sunken", ["ink", "muted", "brand", "danger"]],
  ["raised", ["ink"]],
  ["brand", ["on-brand"]],
  ["brand-strong", ["on-brand"]],
  ["brand-soft", ["ink", "muted", "brand"]],
  ["danger-soft", ["ink", "danger"]],
  ["caution-soft", ["ink", "caution"]],
  ["panel", ["on-panel", "on-panel-muted"]],
  ["panel-deep", ["on-panel", "on-panel-muted"]],
];

/** What shows where a control is, or how far something has come. */
const edges: [ground: Colour, edges: Colour[]][] = [
  ["canvas", ["edge", "brand"]],
  ["surface", ["edge", "brand", "danger", "caution"]],
  ["sunken", ["edge", "brand"]],
];

describe.each(["light", "dark"] as const)("the %s colours", (scheme) => {
  const faint = (pairs: typeof texts, least: number) =>
    pairs.flatMap(([ground, others]) =>
      others
        .map((other) => ({ other, ratio: contrast(colours[scheme][other], colours[scheme][ground]) }))
        .filter(({ ratio }) => !(ratio >= least))
        .map(({ other, ratio }) => `${other} on ${ground}: ${ratio.toFixed(2)} of ${least}`),
    );

  it("are written as #rrggbb, which e-mails and pictures understand, too", () => {
    const others = Object.entries(colours[scheme]).filter(([, value]) => !/^#[\da-f]{6}$/.test(value));
    expect(others).toEqual([]);
  });

  it("let every text be read (WCAG 2.2, 1.4.3)", () => {
    expect(faint(texts, 4.5)).toEqual([]);
  });

  it("show where controls are (1.4.11)", () => {
    expect(faint(edges, 3)).toEqual([]);
  });
});
