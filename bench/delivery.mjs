// `npm run bench:delivery`
import { withModule } from "../scripts/typescript.mjs";

await withModule("/bench/delivery.ts", ({ benchDelivery }) => benchDelivery());
