// Which language a page has, and what is written to whoever asked on it. None of it reads the texts themselves.
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const language = (page: Page) =>
  page.evaluate(
    () => `${location.pathname} ${document.documentElement.lang} ${document.documentElement.dir}`,
  );

test("A page is in the language of its path, else as chosen, else as the browser wishes; so is what is sent", async ({
  browser,
  startServer,
  email,
  violations,
}) => {
  const server = await startServer({ DEMO: "1", CAPTCHA: "off" });
  await server.opened;
  const context = await browser.newContext({ baseURL: server.origin, locale: "zh-TW" });
  const page = await context.newPage();
  // Among them: that the browser draws a page otherwise than the server wrote it.
  page.on("pageerror", (error) => violations.push(error.message));

  const moved = await page.request.get("/PT/sign-up", { maxRedirects: 0 });
  expect(moved.headers().location).toBe("/pt-BR/sign-up");
  await page.goto("/fr/sign-up");
  expect(await language(page)).toBe("/fr/sign-up fr ltr");
  await page.goto("/sign-up");
  expect(await language(page)).toBe("/sign-up zh-Hant ltr");
  await page.getByRole("button", { name: /繁體中文/ }).click();
  const arabic = page.getByRole("link", { name: "العربية" });
  await expect(arabic).toHaveAttribute("hreflang", "ar");
  await page.keyboard.press("Escape");
  await expect(arabic).toBeHidden();
  await page.getByRole("button", { name: /繁體中文/ }).press("Enter");
  await arabic.click();
  await page.waitForURL("/ar/sign-up");
  expect(await language(page)).toBe("/ar/sign-up ar rtl");
  await page.locator("input[type=email]").fill(email);
  await page.locator("button[type=submit]").click();
  await expect(page.locator("input[autocomplete=one-time-code]")).toBeVisible();
  await expect(async () => {
    const { messages } = await (await page.request.get("/api/outbox")).json();
    expect(messages[0]).toMatchObject({ to: email, html: expect.stringContaining('lang="ar" dir="rtl"') });
  }).toPass({ intervals: [50, 100, 250] });

  await page.goto("/");
  expect(await language(page)).toBe("/ ar rtl");
  // From page to page without a new document, and back.
  await page.locator('a[href="/ar/problems"]').click();
  await page.waitForURL("/ar/problems");
  await page.goBack();
  await expect(page.locator('a[href="/ar/problems"]')).toBeVisible();
  expect(await language(page)).toBe("/ ar rtl");
  await context.close();
});
