// What happens at twice the capacity: who is answered, who is refused and how, whether people who already hold a code
// get in, what the memory does, and how soon all is normal again.
import { residentMb } from "../cpu.mjs";
import { helper } from "../processes";
import { journey } from "./journey";
import { askCode, enterCode, gather } from "./people";
import { aligned, machine, number } from "./print";
import type { Mount, OwnServer } from "./servers";
import { type Backend, type Stage, setStage } from "./stage";

interface Told {
  count: number;
  /** Absent of nothing. */
  p99: number | null;
}

interface Second {
  asked: number;
  attempted: number;
  /** Sends that nobody was there for: then the flood is less than it should be. */
  short: number;
  waiting: number;
  accepted: Told;
  /** With Retry-After. */
  refused: Told;
  attempts: Told;
  other: Record<string, number>;
  lastSlowAt: number;
}

const times = 2;
const capacityMs = 4000;
const calmSeconds = 4;
const calmShare = 0.1;
const mostAttempts = 20;
/** People are ready so long before they ask: while the server is flooded, tokens reach its store late. */
const aheadSeconds = 15;
const mostSecondsAfter = 60;
/** An answer is normal that takes no longer than this, or than three times what the slowest of a hundred takes at rest. */
const alwaysNormalMs = 50;

export async function benchFlood(mounts: Mount[], backends: Backend[], seconds: number): Promise<number> {
  const on = machine();
  for (const backend of backends) for (const mount of mounts) await flood(mount, backend, seconds);
  console.log(`\n${legend}\n\n${on}`);
  return 0;
}

async function flood(mount: Mount, backend: Backend, seconds: number) {
  const stage = await setStage();
  const server = await stage.own(mount, backend, {});
  const { capacity, holders } = await prepared(stage, server);
  console.log(
    `\n${mount}, ${backend}: ${capacity} sends a second can be served, ${capacity * times} are asked for`,
  );

  const load = helper("hot/flood-load.mjs");
  const ready = async (count: number) =>
    load.tell({ sends: (await gather(server.requester, Math.ceil(count))).map(askCode) });
  const calm = capacity * calmShare;
  await ready((calmSeconds + mostSecondsAfter) * calm + aheadSeconds * capacity * times);

  const rows = [head];
  const listen = async (phase: string) => {
    const second = await load.hear<Second>();
    rows.push(cells(phase, second, residentMb(server.pid)));
    return second;
  };
  const attempts = holders().map(enterCode);
  // Some are left for the time after.
  const attemptsPerSecond = Math.min(mostAttempts, attempts.length / (calmSeconds + seconds + 10));
  load.tell({ origin: server.origin, attempts, attemptsPerSecond, perSecond: calm });
  const before: Second[] = [];
  for (let second = 0; second < calmSeconds; second += 1) before.push(await listen("before"));

  const atRest = Math.max(
    ...before.slice(1).flatMap(({ accepted, attempts }) => [accepted.p99 || 0, attempts.p99 || 0]),
  );
  const normalMs = Math.max(alwaysNormalMs, 3 * atRest);
  load.tell({ perSecond: capacity * times, normalMs });
  for (let second = 0; second < seconds; second += 1) {
    // Those of the first seconds are there already; nobody waits for the others here.
    if (second < seconds - aheadSeconds) void ready(capacity * times);
    await listen("flood");
  }
  load.tell({ perSecond: calm });
  const endedAt = Date.now();
  let last: Second;
  let after = 0;
  do {
    last = await listen("after");
    after += 1;
  } while (after < mostSecondsAfter && (last.waiting > calm || Date.now() - last.lastSlowAt < 3000));
  load.child.disconnect();
  await server.stop();
  await stage.stop();

  const normalAfter = Math.max(0, last.lastSlowAt - endedAt) / 1000;
  console.log(aligned(rows, 1));
  console.log(
    after < mostSecondsAfter
      ? `normal ${number(normalAfter, 1)} s after the flood: no answer took more than ${number(normalMs)} ms from then on`
      : `not normal ${mostSecondsAfter} s after the flood`,
  );
}

/** How many sends a second can be served, and people who have a code. */
async function prepared(stage: Stage, server: OwnServer) {
  const loads = { spells: 1, spellMs: capacityMs, openMs: 0, openShare: 0 };
  const { take, holders } = journey(stage, server, loads);
  const { closed } = await take("send");
  return { capacity: Math.round(closed.own[0]?.perSecond ?? 0), holders };
}

const head = [
  ...[
    "",
    "asked",
    "sent",
    "p99 ms",
    "refused",
    "p99 ms",
    "waiting",
    "codes entered",
    "right",
    "p99 ms",
    "RSS MB",
  ],
  ...["other answers"],
];

function cells(phase: string, second: Second, resident: number): string[] {
  const { asked, accepted, refused, waiting, attempted, attempts, other, short } = second;
  const others = Object.entries({ ...other, ...(short > 0 && { "not asked": short }) });
  return [
    ...[phase, number(asked), number(accepted.count), number(accepted.p99)],
    ...[number(refused.count), number(refused.p99), number(waiting)],
    ...[number(attempted), number(attempts.count), number(attempts.p99), number(resident)],
    others.map(([what, count]) => `${count} × ${what}`).join(", "),
  ];
}

const legend = `Every line is a second. refused: answered 503 with Retry-After; waiting: asked and not answered. Codes are entered by
people who have had theirs since before the flood.`;
