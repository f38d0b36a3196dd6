// An account from its first day to its last: name, phone, devices, password, a forgotten password, its end. In German,
// whose words are long, in a window zoomed to 200 %, with forced colours and without motion.
import type { Page } from "@playwright/test";
import { brand } from "@/lib/brand";
import { ask, readSession } from "./client";
import { expect, readMessage, signUp } from "./fixtures";
import { finder, test } from "./walk";

const settings = {
  DEMO: "1",
  CAPTCHA: "off",
  LIMITS: "ip-sends-day=1000/86400,address-cooldown=1/1",
};
const password = "notes on the analytical engine";

test.use({ locale: "de-DE", viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });

test("Ada keeps her account, and ends it", async ({ page, context, startServer, email, phone, walk }) => {
  const { t, lookAround } = walk;
  const { heading, button, link, field, text } = finder(page, walk);
  const server = await startServer(settings);
  await server.opened;
  const cookie = await signUp(page.request, server, email, { password });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: server.origin }]);
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  const enterCode = async (address: string, words: string) =>
    field("code.label").fill((await readMessage(page.request, address, server.origin, words)).code);

  await test.step("a name", async () => {
    await page.goto(`${server.origin}/account`);
    await button("account.addName").click();
    await lookAround();
    await field("account.name").fill("Ada");
    await field("account.name").press("Enter");
    await expect(heading("account.title", { name: "Ada" })).toBeVisible();
  });

  await test.step("a phone number, once she has confirmed that it is her", async () => {
    await staleOnce(page, "**/api/account/addresses");
    await button("account.addPhone").click();
    await field("address.countryLabel").selectOption("GB");
    await field("address.phoneLabel").fill(phone);
    await lookAround();
    await button("verify.getCode").click();
    await expect(heading("code.titleSms")).toBeVisible();
    await lookAround();
    const number = `+44${phone.slice(1)}`;
    await enterCode(number, brand.name);
    const dialog = page.getByRole("dialog", { name: t("account.confirm.title") });
    await dialog.getByLabel(t("password.label"), { exact: true }).fill(password);
    await lookAround();
    await dialog.getByRole("button", { name: t("account.confirm.submit") }).click();
    await expect(page.getByText(t("account.addressChanged", { address: number }))).toBeVisible();
    await expect(button("account.changePhone")).toBeFocused();
  });

  await test.step("a device that is not hers", async () => {
    const stranger = await ask(server, "POST", "/api/session", { address: email, password });
    expect((await readSession(server, stranger.cookie)).status).toBe(200);
    await page.reload();
    await expect(
      page.getByRole("listitem").filter({ hasText: t("account.sessions.thisDevice") }),
    ).toBeVisible();
    await lookAround();
    const device = t("account.sessions.unknownDevice");
    await button("account.sessions.endLabel", { device }).click();
    await expect(text("account.sessions.ended", { device })).toBeVisible();
    expect((await readSession(server, stranger.cookie)).status).toBe(401);
  });

  await test.step("another password, and a refresh on the way", async () => {
    await button("account.password.change").click();
    await page.reload();
    await field("password.current").fill("not this one");
    await field("password.new").pressSequentially("sketches of a flying machine");
    await button("account.save").click();
    await expect(text("account.password.wrong")).toBeVisible();
    await lookAround();
    await field("password.current").fill(password);
    await button("account.save").click();
    await expect(text("account.passwordChanged")).toBeVisible();
  });

  await test.step("a forgotten password", async () => {
    await button("account.password.change").click();
    await link("account.password.forgot").click();
    await expect(heading("reset.title")).toBeVisible();
    await expect(field("address.emailLabel")).toHaveValue(email);
    await lookAround();
    await button("verify.getCode").click();
    await enterCode(email, t("message.email.reset-password"));
    await field("password.new").pressSequentially("ten thousand books of poems");
    await lookAround();
    await button("reset.submit").click();
    await expect(text("account.passwordChanged")).toBeVisible();
  });

  await test.step("the end", async () => {
    await button("account.delete.start").click();
    await page.goBack();
    await expect(button("account.delete.start")).toBeFocused();
    await page.goForward();
    await expect(heading("account.delete.title")).toBeVisible();
    await lookAround();
    await button("verify.sendTo", { address: email }).click();
    await enterCode(email, t("message.email.delete-account"));
    await expect(heading("account.delete.sureTitle")).toBeVisible();
    await lookAround();
    await button("account.delete.confirm").click();
    await expect(heading("account.delete.done")).toBeFocused();
    await lookAround();
    await page.reload();
    await expect(heading("account.signedOutTitle")).toBeVisible();
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
