// The encoded picture as a browser gets it: size, weight, and a piece that completes the scene.
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { drawPicture } from "./draw";

const decode = (url: string) => Buffer.from(url.slice(url.indexOf(",") + 1), "base64");

describe("a drawn picture", () => {
  it("never shows the same scene twice", async () => {
    const pictures = await Promise.all(Array.from({ length: 20 }, drawPicture));

    expect(new Set(pictures.map((picture) => picture.background)).size).toBe(20);
    expect(new Set(pictures.map((picture) => picture.piece)).size).toBe(20);
  });

  it("weighs at most 40 kB on the wire", async () => {
    for (let i = 0; i < 50; i++) {
      const { background, piece } = await drawPicture();

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
});
