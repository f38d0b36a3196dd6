// Vendors for benches, in a process of their own: three JSON gateways on loopback that fail as told.
// Arguments: latency in ms, share of calls that fail, share that hang. Prints the ports as JSON, and when its
// input ends how many messages it took, and how many numbers got more than one. GET /codes tells the newest code of
// each number, GET /count of how many numbers.
import { createServer } from "node:http";

const [latencyMs, failing, hanging] = process.argv.slice(2).map(Number);

/** Messages taken, by number. */
const taken = new Map();
/** The newest code of each number. */
const codes = new Map();
const told = { "/count": () => codes.size, "/codes": () => Object.fromEntries(codes) };

const vendor = () =>
  createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (request.method === "GET") return response.end(JSON.stringify(told[request.url]()));
      const fate = Math.random();
      if (fate < hanging) return;
      if (fate < hanging + failing) return fail(request, response);
      const { phone, code } = JSON.parse(body);
      taken.set(phone, (taken.get(phone) ?? 0) + 1);
      codes.set(phone, code);
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
process.stdin.resume().on("end", () => {
  const counts = [...taken.values()];
  const messages = counts.reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `${JSON.stringify({ messages, repeated: counts.filter((count) => count > 1).length })}\n`,
  );
  process.exitCode = 0;
  setImmediate(() => process.exit());
});
