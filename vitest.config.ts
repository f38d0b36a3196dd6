import { availableParallelism } from "node:os";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { plant } from "./e2e/attacks/plant.ts";

const root = import.meta.dirname;
const alias = {
  "@": root,
  // The real package throws unless a bundler sets the react-server condition.
  "server-only": `${root}/node_modules/server-only/empty.js`,
};

/** What waits for servers or counts thousands comes first: at the end it would leave the other workers idle. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      /(outages|backends|bench|nothing-to-learn|faults)\.test/.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  resolve: { alias },
  test: {
    // Vitest's own choice on two processors is one worker, and tests that wait leave that one idle. No more
    // workers than processors either: some tests are about a second.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongFirst },
    // Half of the processor's time went into reading the same modules anew for every file. So no module under test
    // or of the tests may keep what one file leaves for the next; hooks belong into test files and setup files.
    isolate: false,
    projects: [
      {
        extends: true,
        // Patience for busy machines: these tests race, fuzz and talk to servers.
        test: {
          name: "node",
          testTimeout: 20_000,
          hookTimeout: 20_000,
          environment: "node",
          include: ["{lib,app,components,messages,scripts}/**/*.test.ts"],
        },
      },
      {
        extends: true,
        // Alone: Next leaves getters that throw, and the search for leaks walks into them.
        test: { name: "proxy", isolate: true, environment: "node", include: ["proxy.test.ts"] },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: "components",
          testTimeout: 20_000,
          // Widgets, calls under way and the document are kept in modules: every file has its own.
          isolate: true,
          environment: "jsdom",
          include: ["{components,app}/**/*.test.tsx"],
          setupFiles: ["components/testing/setup.ts"],
        },
      },
      {
        extends: true,
        plugins: [plant()],
        test: {
          name: "faults",
          testTimeout: 20_000,
          environment: "node",
          include: ["e2e/attacks/faults.test.ts"],
        },
      },
      {
        extends: true,
        // Against the production build: `npm run attack`.
        test: {
          name: "attacks",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          environment: "node",
          include: ["e2e/attacks/{embedded,redis}.test.ts"],
        },
      },
    ],
  },
});
