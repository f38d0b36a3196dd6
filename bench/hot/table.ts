// The table: everything that is measured, each as a ratio to the no-op route of Next that was measured in turn with it.
// The ratio of that route to itself says how much the machine wavers.

import { median } from "../percentile.mjs";
import { journey, type Loads, needed, type StepName } from "./journey";
import { connections, inTurn, type Measurement, type Spells, type Task } from "./measure";
import type { Call } from "./people";
import { aligned, machine, number } from "./print";
import { type Measured, type Mount, startApp, startBare, type Trips } from "./servers";
import { type Backend, type Stage, setStage } from "./stage";

export interface TableOptions {
  only: StepName[];
  mounts: Mount[];
  backends: Backend[];
  /** Of every closed load; an open one takes half of it. */
  seconds: number;
  /** A folder that keeps the application of Next. */
  app: string | undefined;
  peer: boolean;
}

interface Row {
  name: string[];
  closed: Spells;
  open?: Measurement | undefined;
  trips?: Trips;
}

/** About: how long a spell is. At its edges a send waits for store and vendor with nobody beside it. */
const spellMs = 1000;
const referenceMs = 500;
const warmUpMs = 2000;
/** Half of what can be served: enough to meet others on the way, not so much that it is a queue that is measured. */
const openShare = 0.5;

/** What others do on this machine shall not become a refusal here. */
const patient = { STORE_DEADLINE_MS: "5000" };

const json = { "content-type": "application/json" };
const noop: Call = { method: "GET", path: "/api/noop" };
const noopWithBody: Call = { method: "POST", path: "/api/noop", headers: json, body: '{"channel":"sms"}' };
let sends = 0;
const peerSend = (): Call => ({
  ...{ method: "POST", path: "/api/auth/email-otp/send-verification-otp", headers: json },
  body: JSON.stringify({ email: `person-${sends++}@example.com`, type: "sign-in" }),
});

export async function benchTable(options: TableOptions): Promise<number> {
  const on = machine();
  const stage = await setStage();
  const [bare, app] = await Promise.all([startBare(), startApp(options.app, options.peer)]);
  const spells = Math.max(1, Math.round((options.seconds * 1000) / spellMs));
  const loads: Loads = { spells, spellMs, openMs: options.seconds * 500, openShare };
  const rows: Row[] = [];
  const reference = () => repeated(stage, app, [noop], { ms: referenceMs });

  await repeated(stage, app, [noop], { ms: warmUpMs });
  for (const [name, server, requests] of [
    ["bare node:http", bare, [noop]],
    ["no-op route of Next", app, [noop]],
    ["the same, reading JSON", app, [noopWithBody]],
    ...(options.peer ? [["better-auth's send", app, Array.from({ length: 20_000 }, peerSend)] as const] : []),
  ] as const) {
    await repeated(stage, server, requests, { ms: warmUpMs });
    const closed = await inTurn(spells, () => repeated(stage, server, requests, { ms: spellMs }), reference);
    const perSecond = median(closed.own.map((spell) => spell.perSecond)) * openShare;
    const open = await repeated(stage, server, requests, { ms: loads.openMs, perSecond });
    rows.push({ name: [name, "", ""], closed, open });
    say(name);
  }
  await bare.stop();

  for (const backend of options.backends) {
    for (const mount of options.mounts) {
      const server = await stage.own(mount, backend, patient);
      const { take } = journey(stage, server, loads);
      for (const step of needed(options.only)) {
        const measured = await take(step, { beside: reference });
        const row = { name: [step, mount, backend], ...measured };
        if (options.only.includes(step)) rows.push(row);
        say(row.name.join(", "));
      }
      await server.stop();
    }
  }
  await Promise.all([app.stop(), stage.stop()]);
  console.log(
    `${aligned([head, ...rows.map(cells)], 3)}\n\n${legend}${rows.map(otherAnswers).join("")}\n\n${on}`,
  );
  return 0;
}

function repeated(
  stage: Stage,
  server: Measured,
  requests: readonly Call[],
  how: Pick<Task, "ms" | "perSecond">,
) {
  return stage.measure(server, { ...how, requests: [...requests], repeat: true, status: 200 });
}

const say = (what: string) => process.stderr.write(`measured: ${what}\n`);

const head = [
  ...["call", "mount", "store", "req/s", "× no-op", "CPU µs", "× no-op", "main µs", "p50 ms", "p99 ms"],
  ...["trips", "+ after", "RSS MB"],
];

const legend = `req/s: ${connections} connections, each with one request at a time; a send has ended when the vendor has its message.
CPU µs: processor time of the whole server process per request, with all that follows the answer; main µs: of its main
thread. × no-op: how many times better than the no-op route of Next, more requests a second or less processor time, as
the median of spells of a second in turn with that route. p50, p99: at half of those requests a second, sent by the
clock, waiting included. trips: round trips to the store until the answer, and after it. Accounts are made without a
password, whose hash would be all that is seen; captcha tokens are put into the store beforehand, where a send redeems
them. Puzzles are those that lie ready, and as many as can be drawn in ten seconds. The peer has no captcha, no limits,
no delivery and no store but a Map.`;

function cells({ name, closed, open, trips }: Row): string[] {
  const { own, beside } = closed;
  const of = (read: (each: Measurement) => number) => median(own.map(read));
  /** To the mean of the reference before and after. */
  const ratio = (read: (each: Measurement) => number) =>
    median(own.map((each, at) => (2 * read(each)) / sum(beside.slice(at, at + 2).map(read))));
  return [
    ...name,
    number(of((each) => each.perSecond)),
    number(
      ratio((each) => each.perSecond),
      2,
    ),
    number(of((each) => each.cpu)),
    number(1 / ratio((each) => each.cpu), 2),
    number(of((each) => each.mainThread)),
    number(open?.p50, 1),
    number(open?.p99, 1),
    whole(trips?.answered),
    whole(trips && trips.all - trips.answered),
    number((open ?? own.at(-1))?.residentMb),
  ];
}

/** They are not counted in the table, and what they cost is. */
function otherAnswers({ name, closed, open }: Row): string {
  const all = [...closed.own, ...(open ? [open] : [])].map(({ others }) => others);
  const statuses = [...new Set(all.flatMap(Object.keys))];
  const counts = statuses.map((status) => `${sum(all.map((each) => each[status] ?? 0))} × ${status}`);
  return counts.length > 0 ? `\nAlso answered: ${name.join(" ").trim()}: ${counts.join(", ")}` : "";
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Where some requests need one more than others, it shows. */
const whole = (value: number | undefined) => number(value, Number.isInteger(value) ? 0 : 1);
