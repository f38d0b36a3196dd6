// The icons and the social picture, made of lib/brand.ts by `npm run brand`. They are kept in public/: letters need
// typefaces, which the machine of a build may not have.
import { createHash } from "node:crypto";
import sharp from "sharp";
import { brand, colours, fonts, tile } from "./brand";
import { escapeHtml } from "./escape-html";

interface BrandPicture {
  /** In public/. */
  file: string;
  /** What it is drawn from. */
  svg: string;
  make: () => Promise<Buffer>;
}

/** Says in the picture what it was drawn from, so that an old one is noticed. */
export const stampOf = (svg: string) => createHash("sha256").update(svg).digest("hex").slice(0, 16);

function png(file: string, svg: string, palette = false): BrandPicture {
  const make = () =>
    sharp(Buffer.from(svg))
      .withExif({ IFD0: { ImageDescription: stampOf(svg) } })
      .png({ compressionLevel: 9, palette, effort: 10 })
      .toBuffer();
  return { file, svg, make };
}

/** A picture in an .ico: its head, one entry, and a PNG. */
async function ico(size: number): Promise<Buffer> {
  const image = await png("", tile({ size })).make();
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(image.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, image]);
}

/** What a link to us looks like elsewhere: the gate and the name. No words, so that it is good in every language. */
function social(): string {
  const { panel, "panel-deep": deep, "on-panel": ink } = colours.light;
  const arches = [0, 1, 2, 3, 4, 5, 6].map((ring) => {
    const radius = 298 - ring * 42;
    return `<path d="M${872 - radius} 630V400a${radius} ${radius} 0 0 1 ${radius * 2} 0V630" fill="none" stroke="${ink}" stroke-width="2" stroke-opacity="${0.07 + ring * 0.04}"/>`;
  });
  const size = Math.min(88, 800 / brand.name.length);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
<defs><linearGradient id="ground" x1="0" y1="0" x2="0.4" y2="1"><stop stop-color="${panel}"/><stop offset="1" stop-color="${deep}"/></linearGradient>
<linearGradient id="light" x1="0" y1="0" x2="0" y2="1"><stop stop-color="${ink}" stop-opacity="0.85"/><stop offset="1" stop-color="${ink}" stop-opacity="0.1"/></linearGradient></defs>
<rect width="1200" height="630" fill="url(#ground)"/>
${arches.join("")}<path d="M846 630V400a26 26 0 0 1 52 0v230z" fill="url(#light)"/>
<path transform="translate(66 168) scale(4.4)" fill="${ink}" d="${brand.logo}"/>
<text x="88" y="420" fill="${ink}" font-family='${fonts.default}' font-weight="600" font-size="${size}" letter-spacing="${-size / 45}">${escapeHtml(brand.name)}</text>
</svg>`;
}

const svgIcon = tile();

export const brandPictures: BrandPicture[] = [
  { file: "icon.svg", svg: svgIcon, make: async () => Buffer.from(svgIcon) },
  { file: "favicon.ico", svg: tile({ size: 32 }), make: () => ico(32) },
  // Apple and maskable icons are cut to a shape by the device: no corners of their own, and room around the mark.
  png("apple-touch-icon.png", tile({ size: 180, corner: 0 })),
  png("icon-192.png", tile({ size: 192 })),
  png("icon-512.png", tile({ size: 512 })),
  png("icon-maskable.png", tile({ size: 512, corner: 0, mark: 0.5 })),
  png("social.png", social(), true),
];
