// Pictures as a solver reads them: decoded, in grey, with edges (Canny's method, as OpenCV has it by default).
import sharp from "sharp";

export interface Picture {
  width: number;
  height: number;
  /** Red, green, blue and alpha of each pixel. */
  rgba: Buffer;
  grey: Float32Array;
}

export async function decode(dataUrl: string): Promise<Picture> {
  const bytes = Buffer.from(dataUrl.slice(dataUrl.indexOf(",") + 1), "base64");
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const grey = new Float32Array(info.width * info.height);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 0.299 * (data[i * 4] ?? 0) + 0.587 * (data[i * 4 + 1] ?? 0) + 0.114 * (data[i * 4 + 2] ?? 0);
  }
  return { width: info.width, height: info.height, rgba: data, grey };
}

/** Strength and direction of the change at each pixel. */
export function gradient({ width, height, grey }: Omit<Picture, "rgba">) {
  const dx = new Float32Array(grey.length);
  const dy = new Float32Array(grey.length);
  const size = new Float32Array(grey.length);
  const at = (x: number, y: number) =>
    grey[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] as number;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [nw, n, ne] = [at(x - 1, y - 1), at(x, y - 1), at(x + 1, y - 1)];
      const [sw, s, se] = [at(x - 1, y + 1), at(x, y + 1), at(x + 1, y + 1)];
      dx[i] = ne + 2 * at(x + 1, y) + se - nw - 2 * at(x - 1, y) - sw;
      dy[i] = sw + 2 * s + se - nw - 2 * n - ne;
      size[i] = Math.abs(dx[i] as number) + Math.abs(dy[i] as number);
    }
  }
  return { dx, dy, size };
}

/** 1 where there is an edge: thinned, begun above `high`, followed above `low`. */
export function canny(
  picture: Omit<Picture, "rgba">,
  low: number,
  high: number,
  { dx, dy, size } = gradient(picture),
): Uint8Array {
  const { width, height } = picture;
  const edges = new Uint8Array(size.length);
  const stack: number[] = [];
  const thin = (i: number) => {
    const [x, y, here] = [dx[i] as number, dy[i] as number, size[i] as number];
    const [ax, ay] = [Math.abs(x), Math.abs(y)];
    // The neighbour in the direction of the change, of eight.
    const step = ay < ax * 0.4142 ? 1 : ay > ax * 2.4142 ? width : x * y > 0 ? width + 1 : width - 1;
    return here > (size[i - step] ?? 0) && here >= (size[i + step] ?? 0);
  };
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if ((size[i] as number) > high && !edges[i] && thin(i)) {
        edges[i] = 1;
        stack.push(i);
      }
    }
  }
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    for (const step of [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]) {
      const next = i + step;
      if (edges[next] || (size[next] ?? 0) <= low || !thin(next)) continue;
      edges[next] = 1;
      stack.push(next);
    }
  }
  return edges;
}
