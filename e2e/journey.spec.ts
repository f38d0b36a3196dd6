// What must not lose the journey: a refresh, Back, a second tab, a wrong clock, a wrong code. Step and countdown
// come back from the server, and the code that was sent still works.
import type { Page } from "@playwright/test";
import { expect, getCode, getCodeAtOnce, test, withoutCaptcha } from "./fixtures";

const code = (page: Page) => page.getByLabel("Code");
const lastStep = (page: Page) => page.getByRole("heading", { name: "Last step" });
const countdown = (page: Page) => page.getByText(/^Send again in/);

test("Back leads to the address as it was typed, and from there to the code that is on its way", async ({
  page,
  email,
}) => {
  const sent = await getCode(page, email);
  await page.goBack();

  await expect(page.getByLabel("Email address")).toHaveValue(email);
  // Asking again needs no other puzzle: the code is out.
  await page.getByRole("button", { name: "Get code" }).click();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  await code(page).fill(sent);
  await expect(lastStep(page)).toBeVisible();
});

for (const [clock, time] of [
  ["years behind", "2019-03-01T12:00:00Z"],
  ["years ahead", "2039-03-01T12:00:00Z"],
] as const) {
  test(`A clock that is ${clock} neither shortens nor stops the countdown`, async ({ page, email }) => {
    await page.clock.install({ time });
    const sent = await getCode(page, email);
    expect(await secondsLeft(page)).toBeGreaterThan(40);

    await page.reload();
    const before = await secondsLeft(page);
    expect(before).toBeGreaterThan(30);
    await page.clock.fastForward("00:20");
    await expect.poll(() => secondsLeft(page)).toBeLessThanOrEqual(before - 20);
    await page.clock.fastForward("01:00");
    await expect(page.getByRole("button", { name: "Send again", exact: true })).toHaveText("Send again");
    await expect(page.getByRole("button", { name: "Send again", exact: true })).toBeEnabled();

    await code(page).fill(sent);
    await expect(lastStep(page)).toBeVisible();
  });
}

test.describe("Whatever comes before the code", () => {
  test.use({ baseURL: withoutCaptcha });

  test("A refresh while waiting for the code comes back to the same code and the same countdown", async ({
    page,
    email,
  }) => {
    const sent = await getCodeAtOnce(page, email);
    const before = await secondsLeft(page);
    await page.reload();

    await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
    const after = await secondsLeft(page);
    expect(after).toBeLessThanOrEqual(before);
    expect(after).toBeGreaterThan(before - 20);
    await code(page).fill(sent);
    await expect(lastStep(page)).toBeVisible();
  });

  test("A refresh at the last step keeps the confirmed address", async ({ page, email }) => {
    const sent = await getCodeAtOnce(page, email);
    await code(page).fill(sent);
    await expect(lastStep(page)).toBeVisible();
    await page.reload();

    await expect(lastStep(page)).toBeVisible();
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page).toHaveURL(/\/account$/);
  });

  test("Back from the last step does not lose the confirmed address", async ({ page, email }) => {
    const sent = await getCodeAtOnce(page, email);
    await code(page).fill(sent);
    await expect(lastStep(page)).toBeVisible();
    await page.goBack();
    await page.getByRole("button", { name: "Continue" }).click();

    await expect(lastStep(page)).toBeVisible();
  });

  test("A second tab goes on where the first one is, and the first one follows", async ({
    page,
    context,
    email,
  }) => {
    const sent = await getCodeAtOnce(page, email);
    const second = await context.newPage();
    await second.goto("/sign-up");
    await expect(second.getByRole("heading", { name: "Check your email" })).toBeVisible();
    await code(second).fill(sent);

    await expect(lastStep(second)).toBeVisible();
    await expect(lastStep(page)).toBeVisible();
    await second.getByRole("button", { name: "Create account" }).click();
    await expect(second).toHaveURL(/\/account$/);
    await expect(page).toHaveURL(/\/account$/);
  });

  test("A clock that is set while waiting does not move the countdown", async ({ page, email }) => {
    const sent = await getCodeAtOnce(page, email);
    const before = await secondsLeft(page);
    await page.clock.setFixedTime("2031-05-05T05:05:05Z");
    await page.reload();

    expect(await secondsLeft(page)).toBeGreaterThan(before - 20);
    expect(await secondsLeft(page)).toBeLessThanOrEqual(before);
    await code(page).fill(sent);
    await expect(lastStep(page)).toBeVisible();
  });

  test("A wrong code says how many attempts are left, and the right one still works", async ({
    page,
    email,
  }) => {
    const sent = await getCodeAtOnce(page, email);
    await code(page).fill(sent === "000000" ? "000001" : "000000");

    await expect(page.getByText(/That code is not right.*2 attempts left/)).toBeVisible();
    await expect(code(page)).toHaveValue("");
    await expect(code(page)).toBeFocused();
    await code(page).fill(sent);
    await expect(lastStep(page)).toBeVisible();
  });

  test("Enter before the code is complete says what is missing, and costs no attempt", async ({
    page,
    email,
  }) => {
    const sent = await getCodeAtOnce(page, email);
    await code(page).fill(sent.slice(0, 4));
    await code(page).press("Enter");

    await expect(page.getByText("The code has 6 digits. Enter all of them.")).toBeVisible();
    await code(page).press("End");
    await code(page).pressSequentially(sent.slice(4));
    await expect(lastStep(page)).toBeVisible();
  });

  test("Three wrong codes end the challenge, and the way on keeps the address", async ({ page, email }) => {
    const sent = await getCodeAtOnce(page, email);
    const wrong = sent === "000000" ? "000001" : "000000";
    for (const words of [/2 attempts left/, /one attempt left/i, /That code no longer works/]) {
      await code(page).fill(wrong);
      const said = page.getByRole("alert").or(page.getByRole("status"));
      await expect(said.filter({ hasText: words })).toBeVisible();
    }

    await expect(page.getByLabel("Email address")).toHaveValue(email);
  });
});

/** What the countdown button says, once it counts. */
async function secondsLeft(page: Page): Promise<number> {
  const words = (await countdown(page).textContent()) ?? "";
  const [, minutes = "", seconds = ""] = /(\d+):(\d\d)/.exec(words) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
