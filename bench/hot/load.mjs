// Load, in a process of its own. Told by message: { origin, requests, connections, ms, perSecond?, repeat?, keep? }.
// Closed, without `perSecond`: each connection asks for the next thing when it has its answer. Open: so many a second,
// whatever becomes of those before; a request's time runs from the moment at which it was due, so that one that is
// held up is not left out of the figures. Says "begin", and when all is answered { answers, seconds, p50, p99, kept }.
import { Client, Pool } from "undici";
import { percentile } from "../percentile.mjs";

/** More than can wait at a server that is merely busy. */
const openConnections = 512;

/** By origin; they stay open from one cell to the next. */
const clients = new Map();
const pools = new Map();

process.on("message", async (task) => {
  const { origin, connections, requests, keep, perSecond } = task;
  const answers = {};
  const times = [];
  const kept = [];
  const asked = async (dispatcher, index, due) => {
    const { status, text } = await ask(dispatcher, requests[index % requests.length], keep);
    times.push(performance.now() - due);
    answers[status] = (answers[status] ?? 0) + 1;
    if (keep) kept[index] = text;
  };
  process.send("begin");
  const began = performance.now();
  if (perSecond) await open(poolOf(origin), task, began, asked);
  else await closed(clientsOf(origin, connections), task, began, asked);
  const seconds = (performance.now() - began) / 1000;
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(times, share));
  process.send({ answers, seconds, p50, p99, kept });
});

process.on("disconnect", () => process.exit());

async function closed(clients, { requests, ms, repeat }, began, asked) {
  let next = 0;
  const work = async (client) => {
    for (let now = began; now < began + ms && (repeat || next < requests.length); ) {
      await asked(client, next++, now);
      now = performance.now();
    }
  };
  await Promise.all(clients.map(work));
}

async function open(pool, { requests, ms, perSecond, repeat }, began, asked) {
  const count = Math.min(repeat ? Number.POSITIVE_INFINITY : requests.length, (ms / 1000) * perSecond);
  const pending = [];
  while (pending.length < count) {
    const elapsed = performance.now() - began;
    while (pending.length < count && (pending.length / perSecond) * 1000 <= elapsed)
      pending.push(asked(pool, pending.length, began + (pending.length / perSecond) * 1000));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
}

/** @returns {Promise<{ status: number | string, text: string }>} the status, or what went wrong */
function ask(dispatcher, { method = "GET", path, headers, body }, keep) {
  return new Promise((resolve) => {
    let status;
    let text = "";
    // Lower than undici's own request(): what the load costs, it takes from nobody's core but should not become the limit.
    dispatcher.dispatch(
      { method, path, headers, body },
      {
        onRequestStart() {},
        onResponseStart(_controller, code) {
          status = code;
        },
        onResponseData(_controller, chunk) {
          if (keep) text += chunk;
        },
        onResponseEnd: () => resolve({ status, text }),
        onResponseError: (_controller, error) => resolve({ status: error.code ?? String(error), text }),
      },
    );
  });
}

function clientsOf(origin, count) {
  const known = clients.get(origin) ?? Array.from({ length: count }, () => new Client(origin));
  clients.set(origin, known);
  return known.slice(0, count);
}

function poolOf(origin) {
  const known = pools.get(origin) ?? new Pool(origin, { connections: openConnections });
  pools.set(origin, known);
  return known;
}
