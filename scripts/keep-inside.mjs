// Next's bundler lays a copy of what a thread of the server is made from among the files for browsers, where nobody
// asks for it. It is taken away again: what runs on the server is nobody else's.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** @param {string} build the folder of a build */
export function keepInside(build) {
  const assets = join(build, "server/assets");
  if (!existsSync(assets)) return;
  for (const name of readdirSync(assets)) rmSync(join(build, "static/media", name), { force: true });
}
