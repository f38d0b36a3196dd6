// Next behind node:http, as in Firstgate's own production server, with nothing beside it.
import { createServer } from "node:http";
import next from "next";

const app = next({ dev: false, dir: import.meta.dirname });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => handle(request, response));
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
// Ends with whoever started it.
process.stdin.resume().on("end", () => process.exit());
