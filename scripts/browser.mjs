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

/**
 * Lists under the address bar, each a page of its own in every window, without a screen, too: as much work again as
 * the page under test. Both or neither.
 */
const unseen = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];

/** Chromium follows the last such list alone: these are in Playwright's own, too. */
const unwanted = [
  // They call home.
  ..."AimEnabled MediaRouter NetworkTimeServiceQuerying OptimizationHints PreconnectToSearch".split(" "),
  // They change what a page under test gets to see.
  ..."AvoidCorsURLLoaderRestartOnRedirect AvoidUnnecessaryBeforeUnloadCheckSync".split(" "),
  ..."DestroyProfileOnBrowserClose HttpsFirstBalancedModeAutoEnable HttpsUpgrades LensOverlay".split(" "),
  ..."PaintHolding ThirdPartyStoragePartitioning".split(" "),
];

/** What keeps Chromium from calling home and from work that nobody sees, and lets root run it. */
export const browserArguments = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${[...unseen, ...unwanted].join(",")}`,
];
