// `npm run bench:instances`, after `npm run build`; Linux only. An argument: the share of a core, in percent,
// that each instance is held to.
import { withModule } from "../scripts/typescript.mjs";

await withModule("/bench/instances.ts", ({ benchInstances }) =>
  benchInstances(Number(process.argv[2] ?? 35)),
);
