// Nothing may move by itself from the address to the account: every browser test hears of each layout shift, on every
// page that it opens.
import type { BrowserContext } from "@playwright/test";

export interface Shift {
  path: string;
  value: number;
  /** Within half a second of a press or a key: what moves then was asked to. */
  asked: boolean;
  /** What moved, and by how much. */
  moved: string[];
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[];
}

/** The sign-up; on other pages news arrive, such as a mail in the outbox. */
export const unasked = (shifts: Shift[]) =>
  shifts.filter(({ asked, path }) => !asked && path.endsWith("/sign-up"));

/** @param shifts the list to which they are added as they happen */
export async function watchShifts(context: BrowserContext, shifts: Shift[]): Promise<void> {
  await context.exposeFunction("tellShift", (shift: Shift) => shifts.push(shift));
  await context.addInitScript(() => {
    const tell = (window as unknown as { tellShift: (shift: Shift) => void }).tellShift;
    const name = (node?: Node) =>
      node instanceof Element
        ? `${node.localName}.${node.className} "${node.textContent?.slice(0, 30)}"`
        : node?.nodeName;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
        const same = sources.every(({ previousRect: from, currentRect: to }) =>
          (["x", "y", "width", "height"] as const).every((each) => from[each] === to[each]),
        );
        // Other words in the same place.
        if (same) continue;
        tell({
          ...{ path: location.pathname, value, asked: hadRecentInput },
          moved: sources.map(
            ({ node, previousRect: from, currentRect: to }) =>
              `${name(node)} ${from.x},${from.y} ${from.width}x${from.height} → ${to.x},${to.y} ${to.width}x${to.height}`,
          ),
        });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}
