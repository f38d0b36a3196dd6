// `npm run bench:felt`, after `npm run build`.
import { withModule } from "../scripts/typescript.mjs";

await withModule("/bench/felt.ts", ({ benchFelt }) => benchFelt());
