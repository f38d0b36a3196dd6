// What `npm run bench` is told, and what it does then.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchBurst } from "./burst";
import { benchFlood } from "./flood";
import { benchGrowth } from "./growth";
import { type StepName, steps } from "./journey";
import { benchProfile } from "./profile";
import { type Mount, mounts } from "./servers";
import { type Backend, backends } from "./stage";
import { benchTable } from "./table";

const help = `npm run bench                       what a request costs: one table
npm run bench -- growth [live]      what a million live challenges, or so many, add to that
npm run bench -- flood [seconds]    what happens at twice the capacity
npm run bench -- burst [people]      what it is like when they all want a puzzle at once
npm run bench -- profile [call]     where the main thread's time goes

  --only ${Object.keys(steps).join()}
  --mounts ${Object.keys(mounts).join()}
  --backends ${backends.join()}
  --seconds 5     of every load
  --no-peer       without better-auth, which is fetched from the registry
  --app <folder>  keeps the application of Next that is compared with, for the next time
`;

export async function benchHot(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ only: { type: "string" }, mounts: { type: "string" }, backends: { type: "string" } },
      ...{ seconds: { type: "string", default: "5" }, app: { type: "string" } },
      ...{ "no-peer": { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!existsSync(".next/BUILD_ID")) throw new Error("There is no build to measure: npm run build");
  const choice = {
    mounts: chosen<Mount>(values.mounts, Object.keys(mounts)),
    backends: chosen<Backend>(values.backends, backends),
  };
  const [what = "table", amount] = positionals;
  if (what === "table") {
    return benchTable({
      ...choice,
      only: chosen<StepName>(values.only, Object.keys(steps)),
      seconds: Number(values.seconds),
      app: values.app,
      peer: !values["no-peer"],
    });
  }
  if (what === "growth") return benchGrowth(choice.backends, Number(amount ?? 1_000_000));
  if (what === "flood") return benchFlood(choice.mounts, choice.backends, Number(amount ?? 20));
  if (what === "burst") return benchBurst(choice.mounts, choice.backends, Number(amount ?? 500));
  if (what === "profile") {
    const [call = "send"] = chosen<StepName>(amount, Object.keys(steps));
    return benchProfile(choice.mounts, choice.backends, call, Number(values.seconds));
  }
  throw new Error(`Unknown: ${what}\n${help}`);
}

/** @throws when a name is none of the known ones */
function chosen<Name extends string>(given: string | undefined, known: readonly string[]): Name[] {
  const names = given?.split(",") ?? known;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join()}\n${help}`);
  return [...names] as Name[];
}
