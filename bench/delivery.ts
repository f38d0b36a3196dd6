// How deliveries fare when vendors do not: dead, silent, in chaos, and five thousand at once.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseRoutes } from "@/lib/dispatch/routes";
import { parseEnv } from "@/lib/env";
import type { Provider } from "@/lib/ports";
import { withBreaker } from "@/lib/providers/breaker";
import { gateway } from "@/lib/providers/gateway";
import { createServices, type Services } from "@/lib/services";
import { percentile } from "./percentile.mjs";
import { startVendors } from "./processes";

const silentLog = { info: () => {}, warn: () => {}, error: () => {} };
const table: Record<string, string | number>[] = [];

function gatewayAt(name: string, port: number): Provider {
  const settings = gateway.settings.parse({
    ...{ GATEWAY_URL: `http://127.0.0.1:${port}/`, GATEWAY_SUCCESS: "code=0" },
    ...{ GATEWAY_APP_KEY: "key", GATEWAY_APP_SECRET: "secret", GATEWAY_TEMPLATE_ID: "1" },
  });
  return withBreaker({ name, channels: ["sms"], ...gateway.create(settings) }, silentLog);
}

async function start(providers: Provider[]): Promise<Services> {
  const plenty = [
    "address-cooldown",
    "prefix-hour",
    "country-hour",
    "prefix-unverified-hour",
    "country-unverified-hour",
    "ip-sends-day",
    "ip-requests-minute",
    "sends-day",
  ];
  const env = parseEnv({
    ...{ APP_SECRET: "x".repeat(32), DATABASE_URL: "file::memory:", CAPTCHA: "off" },
    LIMITS: plenty.map((row) => `${row}=1000000/60`).join(),
  });
  const routes = parseRoutes(`*=${providers.map(({ name }) => name).join()}`);
  return createServices({ ...env, SMS_ROUTES: routes }, { providers, log: silentLog });
}

let number = 0;
async function send({ verification }: Services) {
  number += 1;
  const address = `+491512${String(number).padStart(7, "0")}`;
  const began = performance.now();
  const { challenge, deliver } = await verification.start({
    ...{ channel: "sms", address, purpose: "sign-up", locale: "en", ip: "127.0.0.1" },
  });
  await deliver();
  return { id: challenge.challengeId, ms: performance.now() - began };
}

/** Milliseconds of single sends, one after the other, each on a fresh route. */
async function single(make: () => Provider[], count: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const services = await start(make());
    times.push((await send(services)).ms);
    await services.close();
  }
  return percentile(times, 0.5);
}

async function deadAndSilent() {
  const working = await startVendors(20);
  const silent = await startVendors(0, 0, 1);
  const [good = 0] = working.ports;
  const [quiet = 0] = silent.ports;
  const alone = await single(() => [gatewayAt("two", good)], 20);
  const dead = await single(() => [gatewayAt("one", 9), gatewayAt("two", good)], 20);
  const hedged = await single(() => [gatewayAt("one", quiet), gatewayAt("two", good)], 5);
  table.push({ what: "second vendor alone, 20 ms away", ms: alone.toFixed(1) });
  table.push({ what: "first refuses connections: added", ms: (dead - alone).toFixed(1), atMost: 50 });
  table.push({
    what: "first is silent: beyond HEDGE_MS and the second's latency",
    ms: (hedged - 1000 - alone).toFixed(1),
    atMost: 100,
  });
  await Promise.all([working.stop(), silent.stop()]);
}

/** Sends so many, so many at a time, and asks every challenge how it ended. */
async function flood(
  name: string,
  count: number,
  atOnce: number,
  latencyMs: number,
  failing: number,
  hanging: number,
) {
  const vendors = await startVendors(latencyMs, failing, hanging);
  const services = await start(
    vendors.ports.map((port, index) => gatewayAt(["one", "two", "three"][index] ?? "", port)),
  );
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  const began = performance.now();
  const outcomes: Record<string, number> = {};
  let released = 0;
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const sent = await send(services).catch(() => undefined);
      if (!sent) {
        outcomes.refused = (outcomes.refused ?? 0) + 1;
        continue;
      }
      const { delivery, resendIn } = await services.verification.read(sent.id, "127.0.0.1");
      outcomes[delivery] = (outcomes[delivery] ?? 0) + 1;
      if (delivery === "failed" && resendIn === 0) released += 1;
    }
  };
  // As sockets would deliver them: not all in one turn of the event loop.
  const workers: Promise<void>[] = [];
  while (workers.length < atOnce) {
    workers.push(worker());
    if (workers.length % 20 === 0) await nextTurn();
  }
  await Promise.all(workers);
  const seconds = (performance.now() - began) / 1000;
  loop.disable();
  const failed = outcomes.failed ?? 0;
  const { messages, repeated } = await vendors.stop();
  table.push({
    ...{
      what: name,
      sends: count,
      seconds: seconds.toFixed(1),
      delivered: `${(((outcomes.sent ?? 0) / count) * 100).toFixed(2)} %`,
    },
    ...{ failed, released, refused: outcomes.refused ?? 0, lost: outcomes.queued ?? 0, messages, repeated },
    ...{
      loopDelayP99: `${(loop.percentile(99) / 1e6).toFixed(0)} ms`,
      rss: `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`,
    },
  });
  await services.close();
  return failed === released && !outcomes.queued && (outcomes.sent ?? 0) / count >= 0.999;
}

export async function benchDelivery(): Promise<number> {
  await deadAndSilent();
  const calm = await flood("5,000 at once, 300 ms away", 5000, 5000, 300, 0, 0);
  const chaos = await flood("chaos: 30 % fail, 10 % hang", 10_000, 1000, 20, 0.3, 0.1);
  for (const row of table)
    console.log(
      Object.entries(row)
        .map(([name, value]) => (name === "what" ? String(value).padEnd(58) : `${name} ${value}`))
        .join("  "),
    );
  return calm && chaos ? 0 : 1;
}
