// A page whose scripts have not come yet, as on a slow phone: the form can be seen, typed into and sent, after a
// document and its looks. What was typed and pressed is there when the scripts are, and went nowhere else.
import type { Page } from "@playwright/test";
import { captcha, expect, test } from "./fixtures";

/** Opens a page and holds its scripts back. */
async function openWithoutScripts(page: Page, path: string) {
  const requests: string[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\.js$/, async (route) => {
    await released;
    await route.continue();
  });
  page.on("request", (request) => {
    if (request.resourceType() !== "script") requests.push(request.url());
  });
  await page.goto(path, { waitUntil: "commit" });
  return { requests, release };
}

test("An address that is typed and sent before the scripts have come is kept, and sent once they have", async ({
  page,
  email,
}) => {
  const { requests, release } = await openWithoutScripts(page, "/sign-up");
  await page.getByLabel("Email address").pressSequentially(email);
  // The document and its looks.
  expect(requests).toHaveLength(2);
  await page.getByRole("button", { name: "Get code" }).click();
  expect(page.url()).not.toContain("?");
  release();

  await expect(captcha(page).slider).toBeEnabled();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  expect(requests.filter((url) => url.includes(email.split("@")[0] as string))).toEqual([]);
});

test("An address that is typed before the scripts have come stays where it is", async ({ page, email }) => {
  const { release } = await openWithoutScripts(page, "/sign-in");
  await page.getByLabel("Email address").pressSequentially(email);
  const ready = page.waitForResponse((response) => response.url().endsWith("/api/config"));
  release();
  await ready;

  await page.getByRole("button", { name: "Get code" }).click();
  await expect(captcha(page).slider).toBeEnabled();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Email address")).toHaveValue(email);
});
