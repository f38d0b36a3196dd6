import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { plant } from "./e2e/attacks/plant.ts";

const root = import.meta.dirname;
const alias = {
  "@": root,
  // The real package throws unless a bundler sets the react-server condition.
  "server-only": `${root}/node_modules/server-only/empty.js`,
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        // Patience for busy machines: these tests race, fuzz and talk to servers.
        test: {
          name: "node",
          testTimeout: 20_000,
          environment: "node",
          include: ["{lib,app,messages}/**/*.test.ts"],
        },
      },
      {
        resolve: { alias },
        plugins: [react()],
        test: {
          name: "components",
          environment: "jsdom",
          include: ["{components,app}/**/*.test.tsx"],
          setupFiles: ["components/testing/setup.ts"],
        },
      },
      {
        resolve: { alias },
        plugins: [plant()],
        test: {
          name: "faults",
          testTimeout: 20_000,
          environment: "node",
          include: ["e2e/attacks/faults.test.ts"],
        },
      },
      {
        resolve: { alias },
        // Against the production build: `npm run attack`.
        test: {
          name: "attacks",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          environment: "node",
          include: ["e2e/attacks/production.test.ts"],
        },
      },
    ],
  },
});
