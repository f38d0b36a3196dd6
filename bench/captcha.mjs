// `npm run bench:captcha`. An argument: how many puzzles, 500 unless said otherwise.
import { withModule } from "../scripts/typescript.mjs";

await withModule("/bench/captcha/index.ts", ({ benchCaptcha }) =>
  benchCaptcha(Number(process.argv[2] ?? 500)),
);
