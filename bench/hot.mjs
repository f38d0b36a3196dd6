// `npm run bench`, after `npm run build`: what a request costs, in one table. `npm run bench -- --help` names the rest.
import { withModule } from "../scripts/typescript.mjs";

await withModule("/bench/hot/index.ts", ({ benchHot }) => benchHot(process.argv.slice(2)));
