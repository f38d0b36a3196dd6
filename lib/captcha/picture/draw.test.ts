// The encoded picture as a browser gets it: size, weight, and a piece that completes the scene.
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { RiskLevel } from "../../ports";
import { draw, drawPuzzlePicture } from "./draw";
import { pointAlong } from "./path";
import { planPicture } from "./plan";

const decode = (url: string) => Buffer.from(url.slice(url.indexOf(",") + 1), "base64");

describe("a drawn picture", () => {
  it("never shows the same scene twice", async () => {
    const pictures = await Promise.all(Array.from({ length: 20 }, () => drawPuzzlePicture(1)));

    expect(new Set(pictures.map((picture) => picture.background)).size).toBe(20);
    expect(new Set(pictures.map((picture) => picture.piece)).size).toBe(20);
  });

  it("weighs at most 40 kB on the wire", async () => {
    for (let i = 0; i < 50; i++) {
      const { background, piece } = await drawPuzzlePicture((i % 4) as RiskLevel);

      expect(background.length + piece.length).toBeLessThan(40_000);
    }
  });

  it("decodes to images of the announced shape", async () => {
    const picture = await drawPuzzlePicture(1);
    const background = await sharp(decode(picture.background)).metadata();
    const piece = await sharp(decode(picture.piece)).metadata();

    expect(picture.background).toMatch(/^data:image\/jpeg;base64,/);
    expect(picture.piece).toMatch(/^data:image\/png;base64,/);
    expect((background.width ?? 0) / (background.height ?? 1)).toBeCloseTo(picture.width / picture.height);
    expect((piece.width ?? 0) / (background.width ?? 1)).toBeCloseTo(picture.pieceWidth / picture.width);
    expect((piece.height ?? 0) / (background.height ?? 1)).toBeCloseTo(picture.pieceHeight / picture.height);
    expect(piece.hasAlpha).toBe(true);
  });

  it("is whole again when the piece has travelled to the answer", async () => {
    const [holes, pieces]: [number[], number[]] = [[], []];
    for (let i = 0; i < 20; i++) {
      const plan = planPicture(Math.random, 1);
      const cut = await draw(plan);
      const whole = await pixels((await draw({ ...plan, holes: [] })).background);
      const holed = await pixels(cut.background);
      const piece = await pixels(cut.piece);
      const density = whole.width / cut.width;
      const [left, top] = pointAlong(plan.path, plan.answer).map((place) => Math.round(place * density)) as [
        number,
        number,
      ];
      // The piece is in another light; the hole shows another place.
      const there = middle(whole, left, top);
      holes.push(likeness(there, middle(holed, left, top)));
      pieces.push(likeness(there, middle(piece, 0, 0)));
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
    expect(mean(pieces)).toBeGreaterThan(0.9);
    expect(mean(holes)).toBeLessThan(0.5);
  });
});

interface Decoded {
  width: number;
  channels: number;
  data: Buffer;
}

async function pixels(url: string): Promise<Decoded> {
  const { data, info } = await sharp(decode(url)).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, channels: info.channels, data };
}

/** The colours in the middle of the piece's square, clear of rim and bevel. */
function middle({ width, channels, data }: Decoded, left: number, top: number): number[] {
  const values: number[] = [];
  for (let y = top + 26; y < top + 49; y++) {
    for (let x = left + 26; x < left + 49; x++) {
      for (let c = 0; c < 3; c++) values.push(data[(y * width + x) * channels + c] ?? 0);
    }
  }
  return values;
}

/** The correlation of two series: 1 for the same picture in whatever light. */
function likeness(one: number[], other: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
  const [a, b] = [mean(one), mean(other)];
  const product = (p: number[], q: number[], m: number, n: number) =>
    p.reduce((sum, value, i) => sum + (value - m) * ((q[i] ?? 0) - n), 0);
  return product(one, other, a, b) / Math.sqrt(product(one, one, a, a) * product(other, other, b, b) || 1);
}
