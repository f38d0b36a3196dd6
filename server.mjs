// The production server: what `npm start` runs. Settings are checked before the port opens; a stop lets what
// is under way finish.
import { createServer } from "node:http";
import "./scripts/follow-npm.mjs";

process.env.NODE_ENV = "production";
// Where the build lies, and what settings name by a relative path, wherever this was called from.
process.chdir(import.meta.dirname);
const { default: next } = await import("next");

const app = next({ dev: false, dir: import.meta.dirname });
// Next does not wait for instrumentation.ts, which checks the settings and ends the process if need be.
const booted = new Promise((resolve) => {
  globalThis.firstgateBooted = resolve;
});
await app.prepare();
await booted;

// Read after Next has loaded .env.
const port = Number(process.env.PORT || 3000);
const handle = app.getRequestHandler();
const server = createServer((request, response) => {
  if (isReadable(request)) return handle(request, response);
  const problem = { type: "/problems#invalid-request", title: "The request is not well formed", status: 400 };
  const headers = { "content-type": "application/problem+json", "x-content-type-options": "nosniff" };
  response.writeHead(400, { ...headers, "cache-control": "no-store" });
  response.end(JSON.stringify({ ...problem, code: "invalid-request" }));
});
server.listen(port, () => {
  console.log(`Firstgate listens on ${process.env.APP_URL || `http://localhost:${server.address().port}`}`);
});

/** Next answers 500 to a target that is no path or does not decode, and to methods that fetch cannot carry. */
function isReadable({ method, url }) {
  try {
    decodeURIComponent(url);
    return url.startsWith("/") && !["TRACE", "CONNECT", "TRACK"].includes(method);
  } catch {
    return false;
  }
}

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
    // Waits for the deliveries that follow a response.
    await app.close();
    process.exit(0);
  });
}
