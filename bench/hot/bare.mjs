// The least that node:http can do: what any framework is added to.
import { createServer } from "node:http";

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.end('{"status":"up"}');
});
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
// Ends with whoever started it.
process.stdin.resume().on("end", () => process.exit());
