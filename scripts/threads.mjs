// A part of Vite. Bundlers for pages know that `new Worker(new URL("./thread.ts", import.meta.url))` starts a file of its
// own, and Next's knows it on the server, too. Vite does not: nothing would lie at that address.
const start = /new Worker\(new URL\("([^"]+)", import\.meta\.url\)\)/g;

/** @returns {import("vite").Plugin} */
export function threads() {
  return {
    ...{ name: "threads", apply: "build", enforce: "pre" },
    transform: {
      filter: { code: "new Worker(new URL(" },
      handler(code, id) {
        return code.replace(start, (_, path) => {
          const file = this.emitFile({ type: "chunk", id: path, importer: id });
          return `new Worker(new URL(import.meta.ROLLUP_FILE_URL_${file}))`;
        });
      },
    },
    // Beside the file that starts it, wherever that lies.
    resolveFileUrl: ({ relativePath }) => `new URL(${JSON.stringify(relativePath)}, import.meta.url).href`,
  };
}
