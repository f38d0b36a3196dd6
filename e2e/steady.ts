// Nothing on a page may move by itself: every browser test hears of each layout shift, on every page that it opens.
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

/** A page that is painted when half of it has come may yet move a word in its line: less than this is nothing to see. */
export const unasked = (shifts: Shift[]) => shifts.filter(({ asked, value }) => !asked && value >= 0.001);

/** @returns the list to which shifts are added as they happen */
export async function watchShifts(context: BrowserContext): Promise<Shift[]> {
  const shifts: Shift[] = [];
  await context.exposeFunction("tellShift", (shift: Shift) => shifts.push(shift));
  await context.addInitScript(() => {
    const tell = (window as unknown as { tellShift: (shift: Shift) => void }).tellShift;
    const name = (node?: Node) =>
      node instanceof Element
        ? `${node.localName}.${node.className} "${node.textContent?.slice(0, 30)}"`
        : node?.nodeName;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[])
        tell({
          ...{ path: location.pathname, value, asked: hadRecentInput },
          moved: sources.map(
            ({ node, previousRect: from, currentRect: to }) =>
              `${name(node)} ${from.x},${from.y} ${from.width}x${from.height} → ${to.x},${to.y} ${to.width}x${to.height}`,
          ),
        });
    }).observe({ type: "layout-shift", buffered: true });
  });
  return shifts;
}
