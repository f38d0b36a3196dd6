// Looks for barriers in a page as it stands, with axe: WCAG 2.0 to 2.2, A and AA, and its best practices.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { expect } from "./fixtures";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with a list of what is in the way: which rule, where, and how to mend it. */
export async function expectNoBarriers(page: Page): Promise<void> {
  // Colours that are still fading in are nobody's colours.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
  // Evaluated by the debugger, not by a script element: the Content-Security-Policy does not mind.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (values): Promise<AxeResults> =>
      // biome-ignore lint/suspicious/noExplicitAny: what the line above has brought
      (window as any).axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    tags,
  );
  const barriers = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(" ")}\n  ${failureSummary}`),
  );
  expect.soft(barriers.join("\n\n"), `barriers at ${page.url()}`).toBe("");
}
