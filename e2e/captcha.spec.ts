// The slider by mouse and clicks, the way without a picture, and what it says when the piece lies wrong. By finger and
// by keyboard: everybody.spec.ts.
import { answerOf } from "./answer";
import { askForCode, captcha, expect, shownPuzzle, solveSlider, test, tryPosition } from "./fixtures";
import { mouse, pause } from "./hand";

test("Clicks alone solve it, without a drag", async ({ page, email }) => {
  await askForCode(page, email);
  const { dialog, slider } = captcha(page);
  const target = await answerOf((await shownPuzzle(page)).puzzleId);
  const rail = await slider.boundingBox();
  const most = Number(await slider.getAttribute("max"));
  await slider.click({ position: { x: (target / most) * (rail?.width ?? 0), y: 20 } });
  const off = async () => target - Number(await slider.inputValue());
  await expect(async () => {
    while ((await off()) > 1) await dialog.getByRole("button", { name: "A little further" }).click();
    while ((await off()) < -1) await dialog.getByRole("button", { name: "A little back" }).click();
    await pause(200);
    expect(Math.abs(await off())).toBeLessThanOrEqual(2);
  }).toPass();
  await dialog.getByRole("button", { name: "Confirm" }).click();

  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
});

test("The keyboard alone leads through without a picture: no seeing, no dragging", async ({
  page,
  email,
}) => {
  await askForCode(page, email);
  await shownPuzzle(page);
  const another = page.getByRole("button", { name: "Verify another way" });
  for (let stops = 0; stops < 4 && !(await another.evaluate((it) => it.matches(":focus"))); stops++) {
    await page.keyboard.press("Tab");
  }
  const submitted = page.waitForRequest((request) => request.url().endsWith("/solutions"));
  await page.keyboard.press("Enter");

  const dialog = page.getByRole("dialog", { name: "Verify without a picture" });
  await expect(dialog.getByRole("region", { name: "Verify without a picture" })).toBeFocused();
  await expect(dialog.getByRole("progressbar", { name: "Progress of the check" })).toBeVisible();
  // It takes its time, more of it where other tests have made the server suspicious.
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible({ timeout: 35_000 });
  await expect(page.getByLabel("Code")).toBeFocused();
  expect(Object.keys((await submitted).postDataJSON())).toEqual(["work"]);
});

test("A piece in the wrong place gets a reason and another picture", async ({ page, email }) => {
  await askForCode(page, email);
  const { dialog, slider } = captcha(page);
  const first = await shownPuzzle(page);
  const hole = await answerOf(first.puzzleId);

  expect(await tryPosition(page, mouse(page), hole > 120 ? hole - 50 : hole + 50)).toBe(false);
  await expect(dialog.getByText("That was not quite it, here is a new one.")).toBeVisible();
  const second = await shownPuzzle(page, first);
  expect(second.background).not.toBe(first.background);
  await expect(slider).toHaveValue("0");
  await solveSlider(page);
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
});

test("A new picture comes on request", async ({ page, email }) => {
  await askForCode(page, email);
  const first = await shownPuzzle(page);
  await captcha(page).dialog.getByRole("button", { name: "New picture" }).click();

  expect((await shownPuzzle(page, first)).puzzleId).not.toBe(first.puzzleId);
});

test("Escape closes it and leads back to where it was asked for", async ({ page, email }) => {
  await askForCode(page, email);
  await shownPuzzle(page);
  await page.keyboard.press("Escape");

  await expect(captcha(page).dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Get code" })).toBeFocused();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
});
