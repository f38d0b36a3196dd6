// `npm run brand`: makes the icons and the social picture of lib/brand.ts and writes them to public/. To be run once a
// name, the mark or a colour has changed; lib/brand-pictures.test.ts says when that is.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.mjs";
import { withModule } from "./typescript.mjs";

await withModule("/lib/brand-pictures.ts", async ({ brandPictures }) => {
  for (const { file, make } of brandPictures) {
    const bytes = await make();
    writeFileSync(join(root, "public", file), bytes);
    console.log(`public/${file}  ${(bytes.length / 1000).toFixed(1)} kB`);
  }
  return 0;
});
