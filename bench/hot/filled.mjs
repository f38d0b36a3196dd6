// A process with a store that holds so many live challenges, which sends and attempts a few more when told to.
// Arguments: the store, and how many.
import { loadModule } from "../../scripts/typescript.mjs";

const { module } = await loadModule("/bench/hot/filled.ts");
const [, , backend, live] = process.argv;
const { round } = await module.fill(backend, Number(live));
process.on("disconnect", () => process.exit());
process.on("message", async (count) => process.send(await round(count)));
process.send("filled");
