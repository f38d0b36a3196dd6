// Where the main thread's time goes while one call is under load: the profiler's own samples, by package and by
// function. Sampling costs something itself, so nothing here is compared with the table.
import type { Profiler } from "node:inspector";
import { journey, needed, type StepName } from "./journey";
import { aligned, machine, number } from "./print";
import type { Mount } from "./servers";
import { type Backend, setStage } from "./stage";

const shown = 25;

export async function benchProfile(
  mounts: Mount[],
  backends: Backend[],
  call: StepName,
  seconds: number,
): Promise<number> {
  const on = machine();
  const stage = await setStage();
  for (const backend of backends) {
    for (const mount of mounts) {
      const server = await stage.own(mount, backend, {});
      const loads = { spells: 1, spellMs: seconds * 1000, openMs: 0, openShare: 0 };
      const { take } = journey(stage, server, loads);
      for (const step of needed([call])) if (step !== call) await take(step);
      const { closed } = await take(call, { warm: async () => void (await server.profile(true)) });
      const profile = await server.profile(false);
      await server.stop();
      console.log(
        `\n${call}, ${mount}, ${backend}: ${number(closed.own[0]?.mainThread)} µs of the main thread each\n`,
      );
      for (const of of [packageOf, functionOf]) console.log(`${aligned(shares(profile, of), 1)}\n`);
    }
  }
  await stage.stop();
  console.log(on);
  return 0;
}

type Frame = Profiler.ProfileNode["callFrame"];

/** Microseconds of self time by what `of` makes of a frame, as shares of all that was not idle. */
function shares({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, of: (frame: Frame) => string) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const found = new Map<string, number>();
  let all = 0;
  for (const [at, id] of samples.entries()) {
    const frame = frames.get(id);
    if (!frame || isNoWork(frame)) continue;
    const spent = timeDeltas[at] ?? 0;
    all += spent;
    found.set(of(frame), (found.get(of(frame)) ?? 0) + spent);
  }
  return [...found]
    .sort(([, one], [, other]) => other - one)
    .slice(0, shown)
    .map(([name, spent]) => [name, `${number((spent / all) * 100, 1)} %`]);
}

/** Idle, or the profiler's own start. */
const isNoWork = ({ functionName, url }: Frame) =>
  functionName === "(idle)" || (functionName === "dispatch" && url === "");

/** A package, Node.js itself, or our own build. */
function packageOf({ functionName, url }: Frame): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "native";
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  return name ?? (url.startsWith("node:") ? "node" : (/\.next\/.*/.exec(url)?.[0] ?? url));
}

const functionOf = ({ functionName, url, lineNumber }: Frame) =>
  `${functionName || "(anonymous)"} ${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`;
