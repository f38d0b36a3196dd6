// Plants the faults: where one is, the source asks whether it is switched on. Only in the test copies that Vite makes
// for the project `faults` (vitest.config.ts); the product knows nothing of it.
import type { Plugin } from "vite";
import { type Change, faults } from "./faults.ts";

const root = new URL("../../", import.meta.url).pathname;

/** @throws where the source has changed, so that a fault would be planted nowhere, or in more than one place */
export function plant(): Plugin {
  const changes = Object.entries(faults).flatMap(([name, list]) =>
    list.map((change: Change) => ({ name, ...change })),
  );
  return {
    name: "plant",
    enforce: "pre",
    transform(source, id) {
      const file = id.startsWith(root) ? id.slice(root.length) : "";
      const here = changes.filter((each) => each.file === file);
      // By place, so that nothing is looked for in what is put in.
      const places = new Map<number, { code: string; both: string }>();
      for (const { name, code, instead } of here) {
        const at = source.indexOf(code);
        if (at < 0 || source.includes(code, at + 1))
          throw new Error(
            `The fault "${name}" no longer fits ${file}, where this has to stand once:\n${code}`,
          );
        places.set(at, { code, both: choose(name, places.get(at)?.both ?? code, instead) });
      }
      let [planted, end] = ["", 0];
      for (const [at, { code, both }] of [...places].sort(([one], [other]) => one - other)) {
        if (at < end) throw new Error(`Two faults overlap in ${file}:\n${code}`);
        planted += source.slice(end, at) + both;
        end = at + code.length;
      }
      return planted + source.slice(end);
    },
  };
}

function choose(name: string, code: string, instead: string): string {
  const on = `globalThis.planted?.has(${JSON.stringify(name)})`;
  return `(${on} ? (${instead}) : (${code}))`;
}
