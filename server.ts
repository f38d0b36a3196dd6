// The production server: what `npm start` runs, bundled by the build (scripts/bundle-server.mjs). It answers calls of
// the API itself and gives everything else to Next. Settings are checked before the port opens; a stop lets what is
// under way finish.
import cluster from "node:cluster";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import nextEnv from "@next/env";
import { lead, onStop } from "./lib/crew";
import { env } from "./lib/env";
import { refuseStart } from "./lib/refuse-start";
import { type Workers, workers } from "./lib/workers";
import "./scripts/follow-npm.mjs";

/** Long enough for any answer; a stream of events would otherwise never end. */
const patienceMs = 3000;

/** With the 511 that Node asks for, the system drops who comes in a crowd, and they try again after 1, 3 and 7 s. */
const mostAtDoor = 4096;

// From where the bundle lies: what settings name by a relative path is meant from here, wherever this was called.
const root = join(import.meta.dirname, "../..");
process.chdir(root);
Object.assign(process.env, { NODE_ENV: "production" });
nextEnv.loadEnvConfig(root, false, { info() {}, error: console.error });

if (cluster.isWorker) await serve(() => {});
else {
  const { count, alone } = crew();
  const said = (port: number) => {
    const where = process.env.APP_URL || `http://localhost:${port}`;
    const how = alone ? `in one process: ${alone}` : `in ${count} process${count > 1 ? "es" : ""}`;
    console.log(`Firstgate listens on ${where}, ${how}`);
  };
  if (count > 1) lead(count, said);
  else await serve(said);
}

function crew(): Workers {
  try {
    return workers(process.argv.slice(2), env(), availableParallelism());
  } catch (error) {
    return refuseStart(error);
  }
}

async function serve(said: (port: number) => void): Promise<void> {
  // Loaded here: who leads others serves nobody.
  const { boot, buildFolder } = await import("./lib/boot");
  const { builtHeaders } = await import("./lib/http/built-headers");
  const { doorOf } = await import("./lib/http/door");
  const { nodeMount } = await import("./lib/http/node-mount");
  const { shareServices } = await import("./lib/services");
  const { services, introduce } = await boot(shareServices);
  const calls = nodeMount(services, builtHeaders(buildFolder));

  const { default: next } = await import("next");
  const app = next({ dev: false, dir: root });
  await app.prepare();
  const page = app.getRequestHandler();

  const server = createServer((request, response) => {
    if (calls.serve(request, response)) return;
    introduce(request, response);
    void page(request, response);
  });
  // The connections of a worker come through whoever leads it: nobody waits at its own door.
  services.admission.watch(cluster.isWorker ? () => 0 : doorOf(server));
  server.listen({ port: services.env.PORT, backlog: mostAtDoor }, () =>
    said((server.address() as AddressInfo).port),
  );
  onStop(async () => {
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
