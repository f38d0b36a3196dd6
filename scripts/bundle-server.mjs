// Makes one file of server.ts and all that it imports of ours, for `npm start`: packages stay outside, so that the
// production image needs no development dependency. A part of `npm run build`.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { threads } from "./threads.mjs";
import { aliases } from "./typescript.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} folder of Next's build */
export async function bundleServer(folder) {
  await build({
    ...{ configFile: false, root, logLevel: "warn" },
    resolve: { alias: aliases },
    plugins: [threads()],
    build: {
      ...{ ssr: true, target: "node20", minify: false, copyPublicDir: false },
      outDir: join(folder, "firstgate"),
      rolldownOptions: {
        input: join(root, "server.ts"),
        // It takes calls for useless that are made for what they throw, such as decodeURIComponent.
        treeshake: false,
        output: { entryFileNames: "server.mjs", chunkFileNames: "[name]-[hash].mjs" },
      },
    },
    ssr: { external: true },
  });
}
