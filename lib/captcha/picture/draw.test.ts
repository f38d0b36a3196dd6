// The encoded picture as a browser gets it: size, weight, and a piece that completes the scene.
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { RiskLevel } from "../../ports";
import { draw, planPuzzlePicture } from "./draw";
import { pointAlong } from "./path";
import { planPicture } from "./plan";

const decode = (url: string) => Buffer.from(url.slice(url.indexOf(",") + 1), "base64");

const drawPicture = (level: RiskLevel = 1) => planPuzzlePicture(level).draw();

describe("a drawn picture", () => {
  it("never shows the same scene twice", async () => {
    const pictures = await Promise.all(Array.from({ length: 20 }, () => drawPicture()));

    expect(new Set(pictures.map((picture) => picture.background)).size).toBe(20);
    expect(new Set(pictures.map((picture) => picture.piece)).size).toBe(20);
  });

  it("weighs at most 40 kB on the wire", async () => {
    for (let i = 0; i < 50; i++) {
      const { background, piece } = await drawPicture((i % 4) as RiskLevel);

      expect(background.length + piece.length).toBeLessThan(40_000);
    }
  });

  it("decodes to images of the announced shape", async () => {
    const picture = await drawPicture();
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
    const [befores, afters]: [number[], number[]] = [[], []];
    for (let i = 0; i < 10; i++) {
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
      const before = difference(whole, holed, left, top);
      const after = difference(whole, piece, left, top, -left, -top);

      // The piece is another light and another softness; the hole, another place.
      befores.push(before);
      afters.push(after);
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
    expect(mean(befores)).toBeGreaterThan(30);
    expect(mean(afters)).toBeLessThan(mean(befores) / 2);
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

/** The mean difference of two images over the middle of the piece's square, clear of rim and bevel. */
function difference(one: Decoded, other: Decoded, left: number, top: number, dx = 0, dy = 0): number {
  const [from, to] = [30, 45];
  let sum = 0;
  for (let y = top + from; y < top + to; y++) {
    for (let x = left + from; x < left + to; x++) {
      for (let c = 0; c < 3; c++) {
        const a = one.data[(y * one.width + x) * one.channels + c] ?? 0;
        const b = other.data[((y + dy) * other.width + x + dx) * other.channels + c] ?? 0;
        sum += Math.abs(a - b);
      }
    }
  }
  return sum / (3 * (to - from) ** 2);
}
