// The journey as very different people make it: on a small phone, from right to left over a line that dies, and by
// keyboard alone. (With large letters and forced colours: account.spec.ts.)
import type { Page, Route } from "@playwright/test";
import { brand } from "@/lib/brand";
import { languageNames } from "@/messages/locales";
import { expect, readMessage, shownPuzzle, solveByKeys, solveSlider } from "./fixtures";
import { finder, test, words } from "./walk";

const password = "notes on the analytical engine";
const wrongFor = (code: string) => (code === "000000" ? "000001" : "000000");

test.describe("English, on a small phone in the dark", () => {
  test.use({
    locale: "en-GB",
    viewport: { width: 360, height: 740 },
    colorScheme: "dark",
    hasTouch: true,
    isMobile: true,
  });

  test("Ada signs up by phone with one thumb", async ({ page, context, phone, walk }) => {
    const { t, lookAround } = walk;
    const { heading, button, field, text } = finder(page, walk);

    await test.step("a mistyped address is caught, and the other channel is a tap away", async () => {
      await page.goto("/sign-up");
      await field("address.emailLabel").tap();
      await page.keyboard.type("ada@gmial.con");
      await page
        .getByRole("button", { name: t("address.useSuggestion", { address: "ada@gmail.com" }) })
        .tap();
      await expect(field("address.emailLabel")).toHaveValue("ada@gmail.com");
      await expect(field("address.emailLabel")).toBeFocused();
      await lookAround();
      await page.getByRole("tab", { name: t("address.sms") }).tap();
      await button("verify.getCode").tap();
      await expect(text("address.phoneMissing")).toBeVisible();
      await expect(field("address.phoneLabel")).toBeFocused();
      await lookAround();
    });

    await test.step("a number typed as at home, and a finger on the slider", async () => {
      await expect(field("address.countryLabel")).toHaveValue("GB");
      await page.keyboard.type(phone);
      await expect(field("address.phoneLabel")).toHaveValue(`${phone.slice(0, 5)} ${phone.slice(5)}`);
      await page.keyboard.press("Enter");
      await shownPuzzle(page);
      await expect(page.getByRole("dialog", { name: t("captcha.title") })).toBeVisible();
      await expect(page.getByRole("slider", { name: t("captcha.slider") })).toBeVisible();
      await lookAround();
      await solveSlider(page);
    });

    const { code, ...message } = await readMessage(page.request, `+44${phone.slice(1)}`);
    expect(message.text).toBe(t("message.sms.sign-up", { brand: brand.name, code, minutes: 5 }));
    await test.step("a wrong code, and the right one pasted with the words around it", async () => {
      await expect(heading("code.titleSms")).toBeVisible();
      await expect(field("code.label")).toBeFocused();
      await page.keyboard.type(wrongFor(code));
      await expect(text("problems.code-incorrect", { attempts: 2 })).toBeVisible();
      await expect(field("code.label")).toBeFocused();
      await lookAround();
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const words = `Your code is ${code.slice(0, 3)} ${code.slice(3)}. It expires in 5 minutes.`;
      await page.evaluate((words) => navigator.clipboard.writeText(words), words);
      await page.keyboard.press("Control+V");
      await expect(heading("details.title")).toBeVisible();
    });

    await test.step("an account without a password", async () => {
      await lookAround();
      await button("details.create").tap();
      await expect(text("account.created")).toBeVisible();
      await expect(heading("account.title", { name: "none" })).toBeVisible();
      await lookAround();
      await button("account.signOut").tap();
      await expect(heading("account.signedOutTitle")).toBeVisible();
      await lookAround();
    });
  });
});

test.describe("Arabic, on a small phone by day, over a line that dies", () => {
  test.use({
    locale: "ar-EG",
    viewport: { width: 360, height: 740 },
    colorScheme: "light",
    hasTouch: true,
    isMobile: true,
  });

  test("Nothing that was typed is lost, and the journey goes on when the line is back", async ({
    page,
    context,
    email,
    walk,
  }) => {
    const { t, lookAround } = walk;
    const { heading, button, field, text } = finder(page, walk);
    await page.clock.install();

    await test.step("the line dies before the code is asked for", async () => {
      await page.goto("/sign-up");
      await page.waitForLoadState("networkidle");
      await context.setOffline(true);
      await field("address.emailLabel").tap();
      await page.keyboard.type(email);
      await button("verify.getCode").tap();
      await expect(text("connection.offline").last()).toBeVisible();
      await lookAround();
      await context.setOffline(false);
      await expect(text("connection.online").last()).toBeVisible();
    });

    await test.step("the answer to the solved puzzle takes its time", async () => {
      const held = await hold(page, "**/api/challenges");
      await solveSlider(page);
      await held.asked;
      await page.clock.fastForward(5000);
      await expect(text("connection.slow").last()).toBeVisible();
      await lookAround();
      await held.goOn();
      await expect(heading("code.titleEmail")).toBeVisible();
      await lookAround();
    });

    const { code, ...message } = await readMessage(page.request, email);
    expect(message.subject).toBe(t("message.email.subject", { brand: brand.name, code }));
    expect(message.html).toContain('lang="ar" dir="rtl"');
    await test.step("the typed code gets lost", async () => {
      await page.route("**/attempts", (route) => route.abort(), { times: 1 });
      await page.keyboard.type(code);
      await expect(text("problems.unreachable").last()).toBeVisible();
      await expect(field("code.label")).toHaveValue(code);
      await lookAround();
      await button("code.confirm").tap();
      await expect(heading("details.title")).toBeVisible();
    });

    await test.step("the line dies while the account is created", async () => {
      await field("details.name").tap();
      await page.keyboard.type("آدا");
      await field("password.label").tap();
      await page.keyboard.type(password);
      await context.setOffline(true);
      await button("details.create").tap();
      await expect(text("connection.offline")).toBeVisible();
      await expect(field("details.name")).toHaveValue("آدا");
      await expect(field("password.label")).toHaveValue(password);
      await lookAround();
      await context.setOffline(false);
      await expect(heading("account.title", { name: "آدا" })).toBeVisible();
      const today = await page.evaluate(() =>
        new Intl.DateTimeFormat("ar", { dateStyle: "long" }).format(new Date()),
      );
      await expect(text("account.sinceDate", { date: today })).toBeVisible();
      await lookAround();
    });
  });
});

test.describe("Japanese, at a desk in the dark, by keyboard alone", () => {
  test.use({ locale: "ja-JP", colorScheme: "dark" });

  test("Ada chooses her language, signs up, signs out, and in again by her password", async ({
    page,
    email,
    walk,
  }) => {
    const { t, lookAround, tabTo } = walk;
    const { heading, button, link, field, text } = finder(page, walk);
    const { keyboard } = page;

    await test.step("the language", async () => {
      await page.goto("/en/sign-up");
      const name = `${words("en")("language.label")}: ${languageNames.en}`;
      await tabTo(page.getByRole("button", { name }));
      await keyboard.press("Enter");
      await tabTo(page.getByRole("link", { name: languageNames.ja }));
      await keyboard.press("Enter");
      await page.waitForURL("/ja/sign-up");
      await lookAround();
    });

    await test.step("the address and the puzzle", async () => {
      await tabTo(field("address.emailLabel"));
      await keyboard.type(email);
      await keyboard.press("Enter");
      await shownPuzzle(page);
      await lookAround();
      await solveByKeys(page);
      await expect(field("code.label")).toBeFocused();
      await lookAround();
    });

    const { code, ...message } = await readMessage(page.request, email);
    expect(message.subject).toBe(t("message.email.subject", { brand: brand.name, code }));
    await test.step("the code and the details", async () => {
      await keyboard.type(wrongFor(code));
      await expect(text("problems.code-incorrect", { attempts: 2 })).toBeVisible();
      await expect(field("code.label")).toBeFocused();
      await keyboard.type(code);
      await expect(heading("details.title")).toBeFocused();
      await tabTo(field("details.name"), 1);
      await keyboard.type("エイダ");
      await tabTo(field("password.label"), 1);
      await keyboard.type(password);
      await tabTo(button("password.show"), 1);
      await keyboard.press("Space");
      await expect(field("password.label")).toHaveAttribute("type", "text");
      await lookAround();
      await tabTo(button("details.create"), 1);
      await keyboard.press("Enter");
      await expect(heading("account.title", { name: "エイダ" })).toBeFocused();
    });

    await test.step("out", async () => {
      await lookAround();
      await tabTo(button("account.signOut"));
      await keyboard.press("Enter");
      await expect(heading("account.signedOutTitle")).toBeFocused();
      await tabTo(link("account.signIn"), 1);
      await keyboard.press("Enter");
    });

    await test.step("in again", async () => {
      await expect(heading("signIn.title")).toBeVisible();
      await lookAround();
      await tabTo(field("address.emailLabel"));
      await keyboard.type(email);
      await tabTo(button("verify.usePassword"));
      await keyboard.press("Enter");
      await expect(field("password.label")).toBeFocused();
      await keyboard.type("notes on something else");
      await lookAround();
      await keyboard.press("Enter");
      await solveByKeys(page);
      await expect(text("signIn.refused")).toBeVisible();
      await expect(field("password.label")).toBeFocused();
      await lookAround();
      await keyboard.press("Control+A");
      await keyboard.type(password);
      await keyboard.press("Enter");
      await solveByKeys(page);
      await expect(heading("account.title", { name: "エイダ" })).toBeVisible();
    });
  });
});

/** Keeps a call from its server until told to go on. */
async function hold(page: Page, url: string) {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const asked = page.waitForRequest(url);
  const wait = async (route: Route) => {
    await gate;
    await route.continue();
  };
  await page.route(url, wait, { times: 1 });
  return { asked, goOn: letGo };
}
