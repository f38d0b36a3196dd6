// Somebody on their way through the pages in the language of their browser: finds things by the words of the message
// files, looks around at every stop for what would be in anybody's way.
import type { Locator, Page } from "@playwright/test";
import { type Namespace, pageTranslator } from "@/messages";
import en from "@/messages/en.json" with { type: "json" };
import { direction, type Locale } from "@/messages/locales";
import { supportedLocale } from "@/messages/negotiation";
import type { MessageKey, Translate } from "@/messages/translator";
import { expectNoBarriers } from "./axe";
import { test as base, expect } from "./fixtures";
import { unasked } from "./steady";

export interface Walk {
  t: Translate;
  /** Fails when the page, as it stands, is in another language or in somebody's way. */
  lookAround(): Promise<void>;
  /** Presses Tab until something has the focus, which has to be seen at every stop. */
  tabTo(target: Locator, most?: number): Promise<void>;
}

export const words = (locale: Locale) => pageTranslator(locale, Object.keys(en) as Namespace[]);

export const test = base.extend<{ walk: Walk }>({
  walk: async ({ page, locale, shifts }, use) => {
    // A long way, with a look around at every stop.
    base.slow();
    const spoken = supportedLocale(locale);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      // Browsers write down every refusal of the API; policies are watched by the fixture of all tests.
      const usual = /^Failed to load resource: .*(status of [45]\d\d|ERR_FAILED|ERR_INTERNET_DISCONNECTED)/;
      const policy = /content security policy/i;
      if (message.type() !== "error" || usual.test(message.text()) || policy.test(message.text())) return;
      errors.push(message.text());
    });
    await use({
      t: words(spoken),
      lookAround: async () => {
        // Softly: one walk tells everything that is in the way.
        expect.soft(await page.evaluate(obstacles), `obstacles at ${page.url()}`).toEqual([]);
        const root = page.locator("html");
        await expect(root).toHaveAttribute("lang", spoken);
        await expect(root).toHaveAttribute("dir", direction(spoken));
        await expectNoBarriers(page);
      },
      tabTo: async (target, most = 12) => {
        for (let stops = 0; stops < most; stops++) {
          await page.keyboard.press("Tab");
          expect(await page.evaluate(focusIsSeen), "The focus is seen").toBe("");
          if (await target.evaluate((it) => it === document.activeElement)) return;
        }
        await expect(target, `within ${most} stops`).toBeFocused();
      },
    });
    expect(errors, "errors in the console").toEqual([]);
    expect(unasked(shifts), "what moved by itself").toEqual([]);
  },
});

/** How to find things by the keys of their words. */
export function finder(page: Page, { t }: Walk) {
  const exact = true;
  type Values = Record<string, string | number>;
  return {
    heading: (key: MessageKey, values?: Values) => page.getByRole("heading", { name: t(key, values), exact }),
    button: (key: MessageKey, values?: Values) => page.getByRole("button", { name: t(key, values), exact }),
    link: (key: MessageKey) => page.getByRole("link", { name: t(key), exact }),
    field: (key: MessageKey) => page.getByLabel(t(key), { exact }),
    text: (key: MessageKey, values?: Values) => page.getByText(t(key, values), { exact }),
  };
}

/** In the page: what does not fit, and fields whose letters would make a phone zoom in. */
function obstacles(): string[] {
  const found: string[] = [];
  const name = (it: Element) => `${it.nodeName} "${it.textContent?.trim().slice(0, 40)}"`;
  const hasWords = (it: Element) =>
    !it.closest("[aria-hidden=true]") &&
    [...it.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`The page is ${scrollWidth} wide in a window of ${clientWidth}`);
  for (const it of document.querySelectorAll<HTMLElement>("body *")) {
    // For ears alone, or not drawn at all.
    if (it.clientWidth <= 1 || !it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      continue;
    const { overflowX, textOverflow } = getComputedStyle(it);
    const wide = it.scrollWidth > it.clientWidth + 1;
    // What can be scrolled is not cut off, and an ellipsis says that there is more: a list of mails has it.
    const clips = (overflowX === "hidden" || overflowX === "clip") && textOverflow !== "ellipsis";
    if (wide && clips && [it, ...it.querySelectorAll("*")].some(hasWords)) {
      found.push(`${name(it)} is cut off`);
    }
    if (wide && it.matches("button, a")) found.push(`${name(it)} does not hold its words`);
    if (it.matches("input, select, textarea") && Number.parseFloat(getComputedStyle(it).fontSize) < 16) {
      found.push(`The letters of ${it.getAttribute("name")} are too small`);
    }
  }
  return found;
}

/** In the page: why the element in focus is not seen to be; empty when it is. */
function focusIsSeen(): string {
  const it = document.activeElement as HTMLElement;
  if (it === document.body) return "";
  const { x, y, width, height } = it.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  if (!top || !(it.contains(top) || top.contains(it))) return `${it.outerHTML.slice(0, 200)} is covered`;
  // A native control may be transparent, with a drawing of it beside.
  const drawn = [it, ...(it.parentElement?.querySelectorAll("*") ?? [])];
  const outlined = drawn.some((each) => {
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(each);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1 && opacity !== "0";
  });
  return outlined ? "" : `${it.outerHTML.slice(0, 200)} has no outline`;
}
