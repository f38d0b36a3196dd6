// Vendors for benches, in a process of their own: three JSON gateways on loopback that fail as told.
// Arguments: latency in ms, share of calls that fail, share that hang. Prints the ports as JSON.
import { createServer } from "node:http";

const [latencyMs, failing, hanging] = process.argv.slice(2).map(Number);

const vendor = () =>
  createServer((request, response) => {
    request.resume().on("end", () => {
      const fate = Math.random();
      if (fate < hanging) return;
      if (fate < hanging + failing) return fail(request, response);
      setTimeout(() => response.end('{"code":0}'), latencyMs);
    });
  });

/** Errors, broken connections and rubbish, a third each. */
function fail(request, response) {
  const how = Math.floor(Math.random() * 3);
  if (how === 0) response.writeHead(500).end('{"code":1}');
  else if (how === 1) request.socket.resetAndDestroy();
  else response.end("<html>");
}

const servers = await Promise.all(
  [1, 2, 3].map(
    () =>
      new Promise((resolve) => {
        const server = vendor().listen(0, "127.0.0.1", () => resolve(server));
      }),
  ),
);
console.log(JSON.stringify(servers.map((server) => server.address().port)));
// Ends with whoever started it.
process.stdin.resume().on("end", () => process.exit());
