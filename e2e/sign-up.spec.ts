// The journey as most people make it: from an empty form to an account, and out again.
import type { Page } from "@playwright/test";
import { expectNoBarriers } from "./axe";
import { expect, readCode, shownPuzzle, solveSlider, test } from "./fixtures";

test("Ada signs up by e-mail, with a name and a password, and signs out", async ({ page, email }) => {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Create an account" }).click();
  await expect(page.getByRole("heading", { name: "Create your account" })).toBeVisible();

  await expectNoBarriers(page);
  await page.getByLabel("Email address").fill(`  ${email.toUpperCase()} `);
  await page.getByRole("button", { name: "Get code" }).click();
  await shownPuzzle(page);
  await expectNoBarriers(page);
  await solveSlider(page);

  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  await expect(page.getByText(/^Send again in (1:00|0:5\d)$/)).toBeVisible();
  await expect(page.getByLabel("Code")).toBeFocused();
  await page.getByLabel("Code").press("Enter");
  await expect(page.getByText("The code has 6 digits.")).toBeVisible();
  await expectNoBarriers(page);
  await page.getByLabel("Code").fill(await readCode(page.request, email));

  await expect(page.getByRole("heading", { name: "Last step" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
  const password = page.getByLabel("Password", { exact: true });
  await password.fill("password");
  await expect(page.getByText("Strength: very easy to guess")).toBeVisible();
  await password.fill("notes on the analytical engine");
  await expect(page.getByText("Strength: strong")).toBeVisible();
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await expectNoBarriers(page);
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByRole("heading", { name: "Hello, Ada Lovelace" })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  await expectNoBarriers(page);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Hello, Ada Lovelace" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible();
});

test("A number with a country code chooses its country", async ({ page }) => {
  await openPhoneForm(page);
  await page.getByLabel("Phone number").fill("+49 1512 3456789");

  await expect(page.getByLabel("Country")).toHaveValue("DE");
});

test("An address that cannot be one is explained beside it, and costs no puzzle", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill("ada@example");
  await page.getByRole("button", { name: "Get code" }).click();

  await expect(
    page.getByRole("alert").filter({ hasText: "This is not a complete email address" }),
  ).toBeVisible();
  await expect(page.getByLabel("Email address")).toBeFocused();
  await expect(page.getByRole("dialog")).toBeHidden();
});

/** The form for a number, once the rules of numbers are here: they come after the page. */
async function openPhoneForm(page: Page): Promise<void> {
  await page.goto("/sign-up");
  await page.getByRole("tab", { name: "Phone" }).click();
  await expect(page.getByRole("option", { name: "Germany (+49)" })).toBeAttached();
}
