// A hand at the slider: moves as people do, quick at first and careful at the end, with a little tremor, and
// looks where the piece is before it lets go.
import { setTimeout as pause } from "node:timers/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import { leastJerk } from "@/lib/testing/hand";

export { pause };

export interface Hand {
  down(x: number, y: number): Promise<void>;
  move(x: number, y: number): Promise<void>;
  up(): Promise<void>;
}

export function mouse(page: Page): Hand {
  return {
    async down(x, y) {
      await page.mouse.move(x, y);
      await page.mouse.down();
    },
    move: (x, y) => page.mouse.move(x, y),
    up: () => page.mouse.up(),
  };
}

/** Playwright's own touch screen only taps. */
export async function finger(page: Page): Promise<Hand> {
  const browser = await page.context().newCDPSession(page);
  const touch = async (
    type: "touchStart" | "touchMove" | "touchEnd",
    touchPoints: { x: number; y: number }[],
  ) => {
    await browser.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  return {
    down: (x, y) => touch("touchStart", [{ x, y }]),
    move: (x, y) => touch("touchMove", [{ x, y }]),
    up: () => touch("touchEnd", []),
  };
}

/** How long one drag takes, and in how many moves. */
const dragMs = 700;
const moves = 28;

/** Drags a slider's thumb from its start to a value. */
export async function slide(hand: Hand, slider: Locator, value: number): Promise<void> {
  // The dialog glides in: the hand waits until it has come to rest.
  await slider.click({ trial: true });
  const rail = await slider.boundingBox();
  if (!rail) throw new Error("The slider is not to be seen");
  const most = Number(await slider.getAttribute("max"));
  const from = rail.x + rail.height / 2;
  const middle = rail.y + rail.height / 2;
  const perValue = (rail.width - rail.height) / most;
  const tremor = () => (Math.random() - 0.5) * 3;

  await hand.down(from, middle);
  let x = from;
  for (let move = 1; move <= moves; move++) {
    // A person's pace: without it the whole way would take no time at all.
    await pause(dragMs / moves);
    x = from + value * perValue * leastJerk(move / moves);
    // It trembles along the way, too: no two steps are made by one formula.
    await hand.move(x + tremor() * 0.7, middle + tremor());
  }
  // A thumb is not as wide as it is high: the eye corrects what the hand guessed.
  for (let look = 0; look < 6; look++) {
    const off = value - Number(await slider.inputValue());
    if (Math.abs(off) < 1) break;
    x += off * perValue;
    await hand.move(x, middle + tremor());
  }
  // It looks before it lets go.
  await pause(120);
  // A pixel of the page may be two of the way.
  await expect.poll(async () => Math.abs(value - Number(await slider.inputValue()))).toBeLessThan(3);
  await hand.up();
}
