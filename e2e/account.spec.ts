// An account from its first day to its last: name, phone, devices, password, a forgotten password, its end.
import type { Page } from "@playwright/test";
import { expectNoBarriers } from "./axe";
import { ask, readSession } from "./client";
import { expect, readCode, signUp, test } from "./fixtures";

const settings = {
  DEMO: "1",
  CAPTCHA: "off",
  LIMITS: "ip-sends-day=1000/86400,address-cooldown=1/1",
};
const password = "notes on the analytical engine";

test("Ada keeps her account, and ends it", async ({ page, context, startServer, email, phone }) => {
  const server = await startServer(settings);
  await server.opened;
  const cookie = await signUp(page.request, server, email, { password });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: server.origin }]);
  const enterCode = async (address: string) =>
    page.getByLabel("Code").fill(await readCode(page.request, address, server.origin));
  const press = (button: string) => page.getByRole("button", { name: button, exact: true }).click();

  await test.step("a name", async () => {
    await page.goto(`${server.origin}/account`);
    await press("Add a name");
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("Name").press("Enter");
    await expect(page.getByRole("heading", { name: "Hello, Ada" })).toBeVisible();
  });

  await test.step("a phone number, once she has confirmed that it is her", async () => {
    await staleOnce(page, "**/api/account/addresses");
    await press("Add a phone number");
    await expect(page.getByRole("option", { name: "United Kingdom (+44)" })).toBeAttached();
    await page.getByLabel("Phone number", { exact: true }).fill(phone);
    await press("Get code");
    const number = `+44${phone.slice(1)}`;
    await enterCode(number);
    const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
    await dialog.getByLabel("Password", { exact: true }).fill(password);
    await expectNoBarriers(page);
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await expect(page.getByText(`${number} now belongs to your account.`)).toBeVisible();
    await expect(page.getByRole("button", { name: "Change phone number" })).toBeFocused();
  });

  await test.step("a device that is not hers", async () => {
    const stranger = await ask(server, "POST", "/api/session", { address: email, password });
    expect((await readSession(server, stranger.cookie)).status).toBe(200);
    await page.reload();
    await expect(page.getByRole("listitem")).toHaveCount(2);
    await expectNoBarriers(page);
    await press("Sign out Unknown device");
    await expect(page.getByText("Unknown device is signed out.")).toBeVisible();
    expect((await readSession(server, stranger.cookie)).status).toBe(401);
  });

  await test.step("another password, and a refresh on the way", async () => {
    await press("Change password");
    await page.reload();
    await page.getByLabel("Current password").fill("not this one");
    await page.getByLabel("New password").fill("sketches of a flying machine");
    await press("Save");
    await expect(page.getByText("This is not your current password.")).toBeVisible();
    await page.getByLabel("Current password").fill(password);
    await press("Save");
    await expect(page.getByText(/Your password is saved/)).toBeVisible();
  });

  await test.step("a forgotten password", async () => {
    await press("Change password");
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await expect(page.getByRole("heading", { name: "Reset your password" })).toBeVisible();
    await expect(page.getByLabel("Email address")).toHaveValue(email);
    await press("Get code");
    await enterCode(email);
    await page.getByLabel("New password").fill("ten thousand books of poems");
    await expectNoBarriers(page);
    await press("Save password");
    await expect(page.getByText(/Your password is saved/)).toBeVisible();
  });

  await test.step("the end", async () => {
    await press("Delete account");
    await page.goBack();
    await expect(page.getByRole("button", { name: "Delete account" })).toBeFocused();
    await page.goForward();
    await expectNoBarriers(page);
    await press(`Send the code to ${email}`);
    await enterCode(email);
    await press("Delete for good");
    await expect(page.getByRole("heading", { name: "Your account is deleted." })).toBeFocused();
    await page.reload();
    await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible();
  });
});

/** As if the sign-in were too long ago: a quarter of an hour is too long for a test, and the server's clock runs. */
async function staleOnce(page: Page, url: string): Promise<void> {
  const body = { type: "/problems#session-stale", title: "stale", status: 403, code: "session-stale" };
  await page.route(
    url,
    (route) =>
      route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(body) }),
    { times: 1 },
  );
}
