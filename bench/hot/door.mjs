// Loaded into a server under measurement, before anything of its own (`node --import`), so that the product needs no
// door for benches. On a socket of its own it hands commands to the server's store, which may live in its memory: that
// is how captcha tokens get there. And it counts store round trips, profiles the main thread, or measures how much the event
// loop is held up, when asked to.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer } from "node:http";
import { Session } from "node:inspector/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const requestOf = async () => (await globalThis.firstgateResources).store.requester;

const calls = { "/command": command, "/count": count, "/profile": profile, "/delay": delay };

const door = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  try {
    response.end(JSON.stringify(await calls[request.url](JSON.parse(body))));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});

/** @param {object} asked what a client of Upstash's asks of its requester */
async function command(asked) {
  return (await requestOf()).request(asked);
}

/** Until it is asked again nothing is counted, and nothing stands between the server and its store. */
let stop = () => ({});

/**
 * @param {{ counting: boolean }} wanted
 * @returns trips counted since it was last asked, until the answers to requests that came one by one, and in all
 */
async function count({ counting }) {
  const counted = stop();
  stop = () => ({});
  if (counting) stop = countTrips(await requestOf());
  return counted;
}

function countTrips(requester) {
  const { request } = requester;
  let all = 0;
  let answered = 0;
  let before = 0;
  requester.request = (asked) => {
    all += 1;
    return request.call(requester, asked);
  };
  const begin = ({ server }) => {
    if (server !== door) before = all;
  };
  const finish = ({ server }) => {
    if (server !== door) answered += all - before;
  };
  subscribe("http.server.request.start", begin);
  subscribe("http.server.response.finish", finish);
  return () => {
    requester.request = request;
    unsubscribe("http.server.request.start", begin);
    unsubscribe("http.server.response.finish", finish);
    return { answered, all };
  };
}

let session;

/** @param {{ profiling: boolean }} wanted @returns what was found since profiling began */
async function profile({ profiling }) {
  if (profiling) {
    session = new Session();
    session.connect();
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: 500 });
    await session.post("Profiler.start");
    return {};
  }
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  return profile;
}

const everyMs = 1;
const loop = monitorEventLoopDelay({ resolution: everyMs });

/** @param {{ measuring: boolean }} wanted @returns in ms, since measuring began */
async function delay({ measuring }) {
  if (measuring) {
    loop.reset();
    loop.enable();
    return {};
  }
  loop.disable();
  const [p99, max] = [loop.percentile(99), loop.max].map((nanoseconds) => nanoseconds / 1e6 - everyMs);
  return { p99, max };
}

if (isMainThread) door.listen(process.env.BENCH_DOOR).unref();
