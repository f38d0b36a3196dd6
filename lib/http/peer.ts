import "server-only";
// Who is calling, under Next: it passes on no socket and fills X-Forwarded-For only where the client did not. So the
// socket's own address is written into a header whose name no client can know.
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";

const shared = globalThis as { firstgatePeerHeader?: string };
// One name for the whole process: Next bundles this module more than once.
shared.firstgatePeerHeader ??= `x-peer-${randomBytes(16).toString("hex")}`;

export const peerHeader = shared.firstgatePeerHeader;

/** Node drops header lines beyond a thousand: the last ones, among them perhaps what a proxy of ours has added. */
const mostHeaderLines = 1000;

/** Forgets who was forwarded where that may be the client's own word alone. */
export function distrustCutOff(request: IncomingMessage): void {
  // Names and values: two for each line.
  if (request.rawHeaders.length >= 2 * mostHeaderLines) request.headers["x-forwarded-for"] = "cut off";
}

export function writePeer(request: IncomingMessage): void {
  request.headers[peerHeader] = request.socket.remoteAddress ?? "";
  distrustCutOff(request);
}
