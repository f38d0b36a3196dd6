// Runs a TypeScript module of the project outside Next, through Vite.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import nextEnv from "@next/env";
import { createServer } from "vite";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The real package throws unless a bundler sets the react-server condition. */
export const aliases = { "@": root, "server-only": `${root}/node_modules/server-only/empty.js` };

/**
 * @param path from the project's root, e.g. "/lib/doctor.ts"
 * @returns the module, and what to call when it has done its part
 */
export async function loadModule(path) {
  const vite = await createServer({
    ...{ configFile: false, root, appType: "custom", logLevel: "error" },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
    resolve: { alias: aliases },
  });
  return { module: await vite.ssrLoadModule(path), close: () => vite.close() };
}

/** @param use receives the module; the process ends with the exit code that it resolves to */
export async function withModule(path, use) {
  // The same files that Next reads: .env, .env.local, …
  nextEnv.loadEnvConfig(root, process.env.NODE_ENV !== "production", { info() {}, error: console.error });
  const { module, close } = await loadModule(path);
  const code = await use(module);
  await close();
  // Connections that are kept alive would hold the process.
  process.exit(code);
}
