// Back at the door: by a password, and by a code that ends in an account where there is none yet.
import { ownVault } from "./answer";
import { expectNoBarriers } from "./axe";
import { expect, readCode, signUp, solveSlider, test } from "./fixtures";

const password = "notes on the analytical engine";

test("Ada signs in by her password, and another address by a code that makes it an account", async ({
  page,
  baseURL,
  email,
}) => {
  const at = { origin: baseURL ?? "", settings: { ...ownVault() } };
  await signUp(page.request, at, email, { name: "Ada", password });

  // What was typed at one door comes along to the other.
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
  await page.getByRole("button", { name: "Use your password instead" }).click();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  const field = page.getByLabel("Password", { exact: true });
  await expect(field).toBeFocused();

  await field.fill("notes on something else");
  await field.press("Enter");
  await solveSlider(page);
  await expect(page.getByText(/Address and password do not belong together/)).toBeVisible();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("notes on something else");
  await expectNoBarriers(page);
  await field.fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await solveSlider(page);
  await expect(page.getByRole("heading", { name: "Hello, Ada" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByLabel("Email address")).toHaveValue("");
  const other = `new-${email}`;
  await page.getByLabel("Email address").fill(other);
  await page.getByRole("button", { name: "Get code" }).click();
  await solveSlider(page);
  await page.getByLabel("Code").fill(await readCode(page.request, other));
  await expect(page.getByText(`There is no account with ${other} yet.`)).toBeVisible();
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Your account is ready.")).toBeVisible();
});
