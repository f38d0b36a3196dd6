// Writes a small RGBA image as a PNG. An image of this size costs an image library eight times as much in
// setting out as in compressing, and the container is three chunks.
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits a channel, red-green-blue-alpha, no interlacing. */
const FORMAT = [8, 6, 0, 0, 0];
/** The row filter that stores each byte as its difference from the pixel to the left. */
const LEFT = 1;

/** Encodes rows of red, green, blue and alpha bytes. @see https://www.w3.org/TR/png-3/#11Chunks */
export function encodePng(data: Uint8Array, width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(FORMAT, 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(filter(data, width * 4, height), { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function filter(data: Uint8Array, stride: number, height: number): Uint8Array {
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    rows[to++] = LEFT;
    for (let x = 0; x < stride; x++, from++, to++) {
      rows[to] = (data[from] as number) - (x < 4 ? 0 : (data[from - 4] as number));
    }
  }
  return rows;
}

function chunk(type: string, body: Buffer): Buffer {
  const framed = Buffer.alloc(body.length + 12);
  framed.writeUInt32BE(body.length, 0);
  framed.write(type, 4, "latin1");
  framed.set(body, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, body.length + 8)), body.length + 8);
  return framed;
}
