// `npm run doctor`: runs lib/doctor.ts, which is TypeScript, through Vite.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import nextEnv from "@next/env";
import { createServer } from "vite";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// The same files that Next reads: .env, .env.local, …
nextEnv.loadEnvConfig(root, process.env.NODE_ENV !== "production", { info() {}, error: console.error });

const vite = await createServer({
  ...{ configFile: false, root, appType: "custom", logLevel: "error" },
  server: { middlewareMode: true, hmr: false, ws: false },
  optimizeDeps: { noDiscovery: true, include: [] },
  resolve: { alias: { "@": root, "server-only": `${root}/node_modules/server-only/empty.js` } },
});
const { doctor } = await vite.ssrLoadModule("/lib/doctor.ts");
process.exitCode = await doctor(process.argv.slice(2), process.env, console.log);
await vite.close();
// Connections that are kept alive would hold the process.
process.exit();
