import "server-only";
// How long somebody who comes now waits until this server opens to them: it knocks at its own door. Those outside are
// in a queue of the system's that nobody inside sees, and a thread that takes in one of them per turn has no long turn.
import { type AddressInfo, connect, type Server, type Socket } from "node:net";

/** Often enough to steer by while people wait, and otherwise to notice; a knock costs a tenth of what a call does. */
const everyMs = { calm: 50, busy: 10 };

/** From such a wait on. */
const busyMs = 10;

/** What the last knock said is over then: nobody has come meanwhile. */
const staleMs = 250;

/** Somebody elsewhere may have the same port. */
const isFrom = ({ localAddress, localPort }: Socket, { remoteAddress, remotePort }: Socket) =>
  remotePort === localPort && remoteAddress === localAddress;

/** @returns how many milliseconds it takes now; to ask is what makes it knock */
export function doorOf(server: Server, now: () => number = () => performance.now()): () => number {
  let knocking: { socket: Socket; began: number } | undefined;
  let last = { waited: 0, at: Number.NEGATIVE_INFINITY };

  const opened = () => {
    if (!knocking) return;
    const at = now();
    last = { waited: at - knocking.began, at };
    knocking.socket.destroy();
    knocking = undefined;
  };
  const knock = () => {
    const { port, family } = server.address() as AddressInfo;
    const socket = connect({ port, host: family === "IPv6" ? "::1" : "127.0.0.1" });
    // Nobody opens any more, or there are no sockets left: whoever comes will notice.
    socket.once("error", opened);
    socket.unref();
    knocking = { socket, began: now() };
  };
  server.on("connection", (visitor: Socket) => {
    if (!knocking || !isFrom(knocking.socket, visitor)) return;
    visitor.destroy();
    opened();
  });

  return () => {
    const age = now() - last.at;
    const pause = last.waited < busyMs ? everyMs.calm : everyMs.busy;
    if (!knocking && age >= pause && server.listening) knock();
    const waited = age < staleMs ? last.waited : 0;
    return knocking ? Math.max(waited, now() - knocking.began) : waited;
  };
}
