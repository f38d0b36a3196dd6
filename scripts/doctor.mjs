// `npm run doctor`
import { withModule } from "./typescript.mjs";

await withModule("/lib/doctor.ts", ({ doctor }) => doctor(process.argv.slice(2), process.env, console.log));
