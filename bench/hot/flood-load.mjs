// A flood, in a process of its own: sends by the clock, whatever becomes of those before, and beside them a few people
// who enter a code. Told by message, once: { origin, attempts, attemptsPerSecond }; and at any time: { sends } to have
// ready, { perSecond } to ask for from now on, { normalMs }, the longest that an answer normally takes. Says once a
// second what has been answered in it.
import { Pool } from "undici";
import { percentile } from "../percentile.mjs";

/** Enough to pile up at the server, and not in here. */
const floodConnections = 1000;
/** Whoever waits longer has gone. */
const headersTimeout = 30_000;

let flood;
let holders;
let attempts = [];
let attemptsPerSecond = 0;
/** In portions: to take the first of a hundred thousand moves all others. */
const sends = [];
let portion = [];
let perSecond = 0;

/** When an answer last took longer than is normal, by the clock that all processes share. */
let normalMs = Number.POSITIVE_INFINITY;
let lastSlowAt = 0;

let waiting = 0;
let second = fresh();

function fresh() {
  return { asked: 0, attempted: 0, short: 0, times: { accepted: [], refused: [], attempts: [] }, other: {} };
}

process.on("message", (told) => {
  if (told.origin) {
    flood = new Pool(told.origin, { connections: floodConnections, headersTimeout });
    holders = new Pool(told.origin, { connections: 64, headersTimeout });
    ({ attempts, attemptsPerSecond } = told);
    run();
  }
  if (told.sends) sends.push(told.sends.reverse());
  if (told.perSecond !== undefined) perSecond = told.perSecond;
  if (told.normalMs) normalMs = told.normalMs;
});
process.on("disconnect", () => process.exit());

function run() {
  const due = { sends: 0, attempts: 0 };
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    const passed = (now - last) / 1000;
    last = now;
    for (due.sends += passed * perSecond; due.sends >= 1; due.sends -= 1) send(now);
    for (due.attempts += passed * attemptsPerSecond; due.attempts >= 1; due.attempts -= 1) attempt(now);
  }, 1);
  setInterval(tell, 1000);
}

function send(began) {
  if (portion.length === 0) portion = sends.shift() ?? [];
  const request = portion.pop();
  if (!request) {
    second.short += 1;
    return;
  }
  second.asked += 1;
  waiting += 1;
  ask(flood, request, ({ status, retryAfter }) => {
    waiting -= 1;
    const ms = performance.now() - began;
    if (status === 202) second.times.accepted.push(ms);
    else if (status === 503 && retryAfter) second.times.refused.push(ms);
    else second.other[status] = (second.other[status] ?? 0) + 1;
    slow(ms);
  });
}

function attempt(began) {
  const request = attempts.shift();
  if (!request) return;
  second.attempted += 1;
  ask(holders, request, ({ status }) => {
    const ms = performance.now() - began;
    if (status === 201) second.times.attempts.push(ms);
    else second.other[`attempt ${status}`] = (second.other[`attempt ${status}`] ?? 0) + 1;
    slow(ms);
  });
}

function slow(ms) {
  if (ms > normalMs) lastSlowAt = Date.now();
}

function ask(pool, { method, path, headers, body }, answered) {
  let status;
  let retryAfter;
  pool.dispatch(
    { method, path, headers, body },
    {
      onRequestStart() {},
      onResponseStart(_controller, code, headers) {
        status = code;
        retryAfter = headers["retry-after"];
      },
      onResponseData() {},
      onResponseEnd: () => answered({ status, retryAfter }),
      onResponseError: (_controller, error) => answered({ status: error.code ?? String(error) }),
    },
  );
}

function tell() {
  const { times, ...counts } = second;
  const of = (values) => ({ count: values.length, p99: percentile(values, 0.99) });
  const { accepted, refused, attempts } = times;
  process.send({
    ...{ ...counts, waiting, lastSlowAt },
    ...{ accepted: of(accepted), refused: of(refused), attempts: of(attempts) },
  });
  second = fresh();
}
