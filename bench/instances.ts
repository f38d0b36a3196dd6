// Does a second instance double the sends per second? Production instances on one Redis and one database,
// under a load that asks for codes as fast as they are answered; first as the machine gives it, then with
// every instance held to a share of a core, as if each had a small machine to itself beside Redis and the
// load.
import { existsSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { type Server, spawnServer } from "@/e2e/server";
import { ownFolder } from "@/lib/testing/servers/processes";
import { type RedisServer, startRedis } from "@/lib/testing/servers/redis";
import { limitTable } from "@/lib/verification/policy";
import { cpuMs, idleMs } from "./cpu.mjs";
import { endWithUs, helper, startVendors, throughGateway } from "./processes";

/** What the second instance is to bring. */
const wantedRatio = 1.8;
/** People at each instance who ask for codes one after the other: enough to keep it busy. */
const peoplePerInstance = 16;
/** Until the code that serves a send is compiled. */
const warmUpMs = 10_000;
const leadMs = 200;
/** Short, and many of them: the speed of a shared machine changes from one second to the next. */
const spellMs = 1200;
const rounds = { free: 5, held: 11 };
const vendorLatencyMs = 20;

interface Spell {
  instances: number;
  perSecond: number;
  /** Cores that each of the instances under load used. */
  perInstance: number;
  /** Cores that the rest used, by name. */
  cores: Record<string, number>;
}

interface Load {
  /** Answered 202 while it counted. */
  sends: number;
  seconds: number;
  /** All of them, by what they were. */
  answers: Record<string, number>;
}

async function setUp() {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const [redis, vendor] = await Promise.all([startRedis(), startVendors(vendorLatencyMs)]);
  const [load, holder] = [helper("load.mjs"), helper("hold.mjs")];
  const settings = {
    ...{ DEMO: "1", CAPTCHA: "off", REDIS_URL: redis.url },
    DATABASE_URL: `file:${join(ownFolder("instances").path, "accounts.db")}`,
    LIMITS: Object.keys(limitTable)
      .map((row) => `${row}=1000000/86400`)
      .join(),
    ...throughGateway(vendor.ports[0]),
  };
  endWithUs(load.child, holder.child, vendor.child);
  const servers: Server[] = [];
  // One after the other: the first makes the tables, and two cannot write to one file at the same moment.
  while (servers.length < 2) {
    const server = await spawnServer(settings);
    endWithUs(server.process);
    if (!(await server.opened)) throw new Error(`An instance did not start:\n${server.output()}`);
    servers.push(server);
  }
  const redisPid = await info(redis, "process_id");
  return { redis, redisPid, vendor, load, holder, servers, answers: {} as Load["answers"] };
}

type Bench = Awaited<ReturnType<typeof setUp>>;

async function info(redis: RedisServer, field: string): Promise<number> {
  return Number(new RegExp(`^${field}:(\\d+)`, "m").exec(String(await redis.send(["INFO"])))?.[1]);
}

/**
 * Everybody asks for so long.
 * @param look called when the count begins and when it ends
 */
async function ask({ load, answers }: Bench, servers: Server[], ms: number, look = () => {}): Promise<Load> {
  const origins = servers.map(({ port }) => `http://127.0.0.1:${port}`);
  load.tell({ origins, connections: peoplePerInstance, leadMs, ms });
  await load.hear<"begin">();
  look();
  await load.hear<"end">();
  look();
  const heard = await load.hear<Load>();
  for (const [answer, count] of Object.entries(heard.answers))
    answers[answer] = (answers[answer] ?? 0) + count;
  return heard;
}

/** One spell of load, and what every process used meanwhile. */
async function spell(bench: Bench, servers: Server[]): Promise<Spell> {
  const pids: Record<string, number | undefined> = {
    redis: bench.redisPid,
    load: bench.load.child.pid,
    vendor: bench.vendor.child.pid,
    holder: bench.holder.child.pid,
    bench: process.pid,
  };
  for (const server of bench.servers) pids[`instance ${server.port}`] = server.process.pid;
  const looks: { at: number; idle: number; used: number[] }[] = [];
  const { sends, seconds } = await ask(bench, servers, spellMs, () => {
    const used = Object.values(pids).map((pid) => cpuMs(pid ?? 0));
    looks.push({ at: performance.now(), idle: idleMs(), used });
  });
  const [before, after] = looks;
  if (!before || !after) throw new Error("The load did not say when it counts");

  const elapsed = after.at - before.at;
  const cores: Record<string, number> = {};
  for (const [index, name] of Object.keys(pids).entries()) {
    cores[name] = ((after.used[index] ?? 0) - (before.used[index] ?? 0)) / elapsed;
  }
  const ours = sum(Object.values(cores));
  const idle = (after.idle - before.idle) / elapsed;
  const perInstance = sum(servers.map(({ port }) => cores[`instance ${port}`] ?? 0)) / servers.length;
  const { redis = 0, load = 0, vendor = 0, holder = 0, bench: own = 0 } = cores;
  return {
    ...{ instances: servers.length, perSecond: sends / seconds, perInstance },
    cores: {
      ...{ redis, load, vendor, bench: own + holder },
      // Whoever else works on this machine, its host included.
      strangers: Math.max(0, availableParallelism() - idle - ours),
      idle,
    },
  };
}

/**
 * Rounds of one instance, both, and the other one: whatever else the machine does meets them alike, and a
 * drift from one spell to the next cancels out.
 */
async function compare(bench: Bench, count: number) {
  const one: Spell[] = [];
  const two: Spell[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const first = await spell(bench, bench.servers.slice(0, 1));
    const both = await spell(bench, bench.servers);
    const second = await spell(bench, bench.servers.slice(1));
    one.push(first, second);
    two.push(both);
    ratios.push(both.perSecond / mean([first.perSecond, second.perSecond]));
  }
  return { one, two, ratios, ratio: median(ratios) };
}

/** What one send costs Redis until its delivery is noted, seen on the wire, on scripts that it knows. */
async function costOfSend({ redis, servers: [server] }: Bench) {
  const sends = 20;
  const monitor = await new Redis(redis.port, "127.0.0.1").monitor();
  let commands = 0;
  let calls = 0;
  monitor.on("monitor", (_time: string, _args: string[], source: string) => {
    if (source === "lua") calls += 1;
    else commands += 1;
  });
  const requestsBefore = await info(redis, "total_reads_processed");
  for (let number = 0; number < sends; number += 1) {
    const address = `+491511${String(number).padStart(7, "0")}`;
    const body = JSON.stringify({ channel: "sms", address, purpose: "sign-up" });
    const headers = { "content-type": "application/json" };
    const { status } = await fetch(`http://127.0.0.1:${server?.port}/api/challenges`, {
      ...{ method: "POST", headers, body },
    });
    if (status !== 202) throw new Error(`A send was answered ${status}`);
    // Its delivery ends before the next one begins, so that they share no request.
    await pause(vendorLatencyMs + 60);
  }
  // Both without our own questions: the second is the only one that the server counts here.
  const requests = (await info(redis, "total_reads_processed")) - requestsBefore - 1;
  await pause(50);
  monitor.disconnect();
  return { sends, commands: (commands - 2) / sends, calls: calls / sends, requests: requests / sends };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers: number[]) => sum(numbers) / numbers.length;
const median = (numbers: number[]) => {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
};

function print({ one, two, ratio, ratios }: Awaited<ReturnType<typeof compare>>) {
  const row = (cells: string[]) =>
    console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(13) : cell.padStart(11))).join(""));
  const names = Object.keys(one[0]?.cores ?? {});
  row(["", "sends/s", "ms/send", "instance", ...names]);
  for (const [name, spells] of Object.entries({ "one instance": one, "two instances": two })) {
    const of = (read: (each: Spell) => number) => mean(spells.map(read));
    const perSecond = of((each) => each.perSecond);
    row([
      name,
      perSecond.toFixed(0),
      // Processor time: more of it with two instances would mean that they are in each other's way.
      (of((each) => each.perInstance * each.instances * 1000) / perSecond).toFixed(2),
      of((each) => each.perInstance).toFixed(2),
      ...names.map((each) => of(({ cores }) => cores[each] ?? 0).toFixed(2)),
    ]);
  }
  const rounds = ratios.map((each) => each.toFixed(2)).join(" ");
  console.log(`two give ${ratio.toFixed(2)} times the sends of one, the median of ${rounds}\n`);
}

/** @param percent of a core that each instance is held to */
export async function benchInstances(percent: number): Promise<number> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("There is no build to measure: npm run build");
  const cores = availableParallelism();
  console.log(`${cores} cores, load ${loadavg()[0]?.toFixed(2)} before, Node.js ${process.version}`);
  const bench = await setUp();
  await ask(bench, bench.servers, warmUpMs);
  await pause(500);
  const cost = await costOfSend(bench);
  console.log(
    `a send costs Redis ${cost.commands} commands in ${cost.requests} requests, its delivery included; ` +
      `scripts make ${cost.calls} calls of them\n`,
  );

  const free = await compare(bench, rounds.free);
  console.log(
    "As the machine gives it; the processor time of each instance and of everybody else, in cores:",
  );
  print(free);
  const needed = 2 * mean(free.one.map(usedCores));
  if (needed > cores) {
    console.log(
      `Twice what one instance, Redis, vendor and load used would be ${needed.toFixed(2)} cores, ` +
        `and there are ${cores}: room for about ${((2 * cores) / needed).toFixed(2)} times.\n`,
    );
  }

  bench.holder.tell({ pids: bench.servers.map((server) => server.process.pid), share: percent / 100 });
  await bench.holder.hear();
  await ask(bench, bench.servers, 1000);
  const held = await compare(bench, rounds.held);
  bench.holder.tell({ pids: [], share: 1 });
  const { longestStopMs } = await bench.holder.hear<{ longestStopMs: number }>();
  console.log(
    `Each instance held to ${percent} % of a core: stopped and continued by its own processor time, ` +
      `for ${longestStopMs} ms at most:`,
  );
  print(held);

  const { 202: accepted = 0, ...others } = bench.answers;
  const refused = sum(Object.values(others));
  console.log(
    `${accepted} answers to the load were 202, ${refused} were not`,
    refused > 0 ? JSON.stringify(others) : "",
  );
  // The last deliveries follow their answers.
  await pause(1000);
  const { messages, repeated } = await bench.vendor.stop();
  console.log(
    `the vendor took ${messages} messages, ${cost.sends} of them beside the load; ` +
      `${repeated} numbers got more than one`,
  );
  console.log(`load ${loadavg()[0]?.toFixed(2)} after`);
  await Promise.all(bench.servers.map((server) => server.stop()));
  bench.load.child.disconnect();
  bench.holder.child.disconnect();
  await bench.redis.stop();
  return held.ratio >= wantedRatio && refused === 0 ? 0 : 1;
}

/** By everybody whom a second instance doubles. */
const usedCores = ({ perInstance, cores: { redis = 0, load = 0, vendor = 0 } }: Spell) =>
  perInstance + redis + load + vendor;
