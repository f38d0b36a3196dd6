// Stands before the build adapter of a platform, such as Vercel's, and tells it the policies of the pages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { loadModule } from "./typescript.mjs";

const { resolve } = createRequire(import.meta.url);
const loaded = await import(pathToFileURL(resolve(process.env.NEXT_ADAPTER_PATH)).href);
const platform = loaded.default ?? loaded;

export default {
  ...platform,
  async onBuildComplete(build) {
    const { prerenders, staticFiles } = build.outputs;
    const pages = [...prerenders, ...staticFiles]
      .map(({ pathname, filePath, fallback }) => [pathname, filePath ?? fallback?.filePath ?? ""])
      .filter(([, file]) => file.endsWith(".html"))
      .map(([pathname, file]) => [pathname, readFileSync(file, "utf8")]);
    if (pages.length === 0) throw new Error("no prerendered page: have Next's adapters changed?");
    const { module, close } = await loadModule("/lib/http/platform-rules.ts");
    const rules = module.platformRules(new Map(pages), process.env.CAPTCHA || undefined);
    await close();
    const { beforeMiddleware } = build.routing;
    const routing = { ...build.routing, beforeMiddleware: [...beforeMiddleware, ...rules] };
    return platform.onBuildComplete?.({ ...build, routing });
  },
};
