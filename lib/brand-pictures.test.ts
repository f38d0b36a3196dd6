// What lies in public/ is what lib/brand.ts says now. Where this fails: npm run brand
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, it } from "vitest";
import { brandPictures, stampOf } from "./brand-pictures";

const files = join(import.meta.dirname, "../public");

it.each(brandPictures)(
  "public/$file is drawn from the brand as it is (else: npm run brand)",
  ({ file, svg }) => {
    const bytes = readFileSync(join(files, file));
    // A PNG carries its stamp as plain bytes.
    expect(file.endsWith(".svg") ? bytes.toString() : bytes.toString("latin1")).toContain(
      file.endsWith(".svg") ? svg : stampOf(svg),
    );
  },
);

it("The social picture has the size that sites expect, and is light", async () => {
  const { width, height } = await sharp(join(files, "social.png")).metadata();
  expect([width, height]).toEqual([1200, 630]);
  expect(statSync(join(files, "social.png")).size).toBeLessThan(60_000);
});
