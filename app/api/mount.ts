// Mounts a plain handler in Next.
import { after } from "next/server";
import { peerHeader } from "@/lib/http/peer";
import type { Handler } from "@/lib/http/route";
import { serveWeb } from "@/lib/http/web-mount";
import { services } from "@/lib/services";

export function mount(handler: Handler) {
  return async (request: Request, { params }: { params: Promise<object | undefined> }) => {
    const { id = "" } = ((await params) ?? {}) as { id?: string | string[] };
    return serveWeb(request, handler, {
      id: [id].flat().join("/"),
      peer: request.headers.get(peerHeader) ?? undefined,
      later: (task) => after(inAnotherTurn(task)),
      services: await services(),
    });
  };
}

/** The answer leaves in this turn. A callback, which Next keeps until the answer has been read, costs a tenth of a send. */
function inAnotherTurn(task: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => setImmediate(() => resolve(task())));
}
