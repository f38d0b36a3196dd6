// What the browser's calls know of the connection: which commands are on their way, and that one that was made
// offline waits until there is a connection.

const listeners = new Set<() => void>();
let underway = 0;

export const commands = {
  areUnderway: () => underway > 0,
  watch(changed: () => void): () => void {
    listeners.add(changed);
    return () => void listeners.delete(changed);
  },
};

/** As fetch; see `whenOnline`. What ends something does not wait: by then the person may have thought better of it. */
export async function fetchWhenOnline(url: string, init: RequestInit): Promise<Response> {
  const command = init.method !== "GET";
  if (command) count(1);
  const ask = () => fetch(url, init);
  try {
    return await (init.method === "DELETE" ? ask() : whenOnline(ask));
  } finally {
    if (command) count(-1);
  }
}

/**
 * What was asked for offline has never left the device, so it is asked for again, once, when the connection is
 * back; what got lost on its way is not, since it may have been done.
 */
export async function whenOnline<T>(ask: () => Promise<T>): Promise<T> {
  const offline = isOffline();
  return ask().catch(async (error: unknown) => {
    if (!offline) throw error;
    await connection();
    return ask();
  });
}

const isOffline = () => globalThis.navigator?.onLine === false;

function connection(): Promise<void> {
  return new Promise((resolve) => {
    if (!isOffline()) return resolve();
    window.addEventListener("online", () => resolve(), { once: true });
  });
}

function count(by: 1 | -1) {
  underway += by;
  for (const changed of listeners) changed();
}
