// A TCP proxy for tests, which puts a server out of reach, far away or in another's place.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Proxy {
  port: number;
  /** How long every answer is held up from now on. */
  delay(ms: number): void;
  /** Cuts all connections; new ones lead to this port. */
  lead(port: number): void;
  stop(): Promise<void>;
}

export async function startProxy(target: number): Promise<Proxy> {
  let port = target;
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    // Either side may end the connection roughly; that is what it is for.
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  };
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    keep(near);
    keep(far);
    near.on("data", (bytes) => far.write(bytes)).on("close", () => far.destroy());
    far
      .on("data", (bytes) => {
        if (delayMs === 0) near.write(bytes);
        else setTimeout(() => near.writable && near.write(bytes), delayMs);
      })
      .on("close", () => near.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    port: (server.address() as AddressInfo).port,
    delay(ms) {
      delayMs = ms;
    },
    lead(next) {
      port = next;
      cut();
    },
    async stop() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
