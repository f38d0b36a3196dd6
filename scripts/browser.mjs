// Finds the Chromium for the browser tests: one that is there already, before any is installed.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const names = ["chromium", "google-chrome", "chromium-browser"];

/** @returns {string | undefined} where it is: $CHROME, Playwright's own, the system's */
export function findBrowser() {
  if (process.env.CHROME) return process.env.CHROME;
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [chromium.executablePath(), ...onPath].find((path) => path && existsSync(path));
}

/** What keeps Chromium from calling home, and lets root run it. */
export const browserArguments = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
