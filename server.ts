// The production server: what `npm start` runs, bundled by the build (scripts/bundle-server.mjs). It answers calls of
// the API itself and gives everything else to Next. Settings are checked before the port opens; a stop lets what is
// under way finish.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import nextEnv from "@next/env";
import { boot, buildFolder } from "./lib/boot";
import { builtHeaders } from "./lib/http/built-headers";
import { nodeMount } from "./lib/http/node-mount";
import { shareServices } from "./lib/services";
import "./scripts/follow-npm.mjs";

// From where the bundle lies: what settings name by a relative path is meant from here, wherever this was called.
const root = join(import.meta.dirname, "../..");
process.chdir(root);
Object.assign(process.env, { NODE_ENV: "production" });
nextEnv.loadEnvConfig(root, false, { info() {}, error: console.error });

const { services, introduce } = await boot(shareServices);
const calls = nodeMount(services, builtHeaders(buildFolder));

// Not before NODE_ENV is set.
const { default: next } = await import("next");
const app = next({ dev: false, dir: root });
await app.prepare();
const page = app.getRequestHandler();

const server = createServer((request, response) => {
  if (calls.serve(request, response)) return;
  introduce(request, response);
  void page(request, response);
});
server.listen(Number(process.env.PORT || 3000), () => {
  const { port } = server.address() as AddressInfo;
  console.log(`Firstgate listens on ${process.env.APP_URL || `http://localhost:${port}`}`);
});

/** Long enough for any answer; a stream of events would otherwise never end. */
const patienceMs = 3000;

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, async () => {
    if (stopping) process.exit(1);
    stopping = true;
    const answered = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), patienceMs).unref();
    await answered;
    // The deliveries that follow a response, of both.
    await Promise.all([calls.settled(), app.close()]);
    await services.close();
    process.exit(0);
  });
}
