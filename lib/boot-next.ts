import "server-only";
// The start of a process that is Next's own. It lets nobody stand in front; but Node announces every request.
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { boot } from "./boot";
import { areShared, services } from "./services";

if (!areShared()) {
  const { introduce } = await boot(services);
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    introduce(request, response);
  });
}
