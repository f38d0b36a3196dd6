import "server-only";
// The socket's own address, also under plain `next start`, which fills X-Forwarded-For only where the client
// did not. Node announces every request before Next sees it; there the address is written into a header whose
// name no client can know.
import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const shared = globalThis as { firstgatePeerHeader?: string };
// One name for the whole process: Next bundles this module more than once.
shared.firstgatePeerHeader ??= `x-peer-${randomBytes(16).toString("hex")}`;

export const peerHeader = shared.firstgatePeerHeader;

/** Node drops header lines beyond a thousand: the last ones, among them perhaps what a proxy of ours has added. */
const mostHeaderLines = 1000;

/** @see https://nodejs.org/api/diagnostics_channel.html#http */
export function announcePeers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[peerHeader] = request.socket.remoteAddress ?? "";
    // Names and values: two for each line. What is left of it then may be the client's own word alone.
    if (request.rawHeaders.length >= 2 * mostHeaderLines) request.headers["x-forwarded-for"] = "cut off";
  });
}
