// The pages and states that no walk comes by, by day and by night: nobody finds a barrier there.
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "@playwright/test";
import type { ChallengeResponse } from "@/lib/contract";
import type { MessageKey } from "@/messages/translator";
import { expect } from "./fixtures";
import { finder, test } from "./walk";

test.use({ locale: "en-GB", viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

const challenge: ChallengeResponse = {
  challengeId: "a-challenge-of-this-test-alone",
  channel: "email",
  sentTo: "a•••@example.com",
  codeLength: 6,
  expiresIn: 300,
  resendIn: 60,
  sendsLeft: 2,
  delivery: "queued",
};

test("The pages that only say something", async ({ page, walk }) => {
  const pages: [path: string, title: MessageKey][] = [
    ["/", "front.title"],
    ["/problems", "problemPage.title"],
    ["/outbox", "outbox.title"],
    ["/nothing", "notFound.title"],
    ["/account", "account.signedOutTitle"],
    ["/reset-password", "reset.title"],
  ];
  // The picture of the front page is at its end then.
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const [path, title] of pages) {
    await page.goto(path);
    await expect(finder(page, walk).heading(title)).toBeVisible();
    await byDayAndNight(page, walk.lookAround);
  }
});

test("What does not go well on the way to a code", async ({ page, walk, email }) => {
  const { t, lookAround } = walk;
  const { heading, button, field, text } = finder(page, walk);
  await page.clock.install();
  await page.route("**/api/config", async (route) => {
    const response = await route.fetch();
    const config = await response.json();
    await route.fulfill({ response, json: { ...config, captcha: { kind: "off" } } });
  });
  let answer: object = { status: 202, json: challenge };
  const refuse = (status: number, code: string, more: object) => {
    answer = { status, contentType: "application/problem+json", json: { code, status, ...more } };
  };
  await page.route("**/api/challenges{,/*}", async (route) => {
    // Longer than a press excuses what moves: nothing may.
    await pause(600);
    await route.fulfill(answer);
  });

  await page.goto("/sign-in");
  await field("address.emailLabel").fill(email);
  refuse(429, "rate-limited", { limit: "address-day", retryAfter: 7200 });
  await button("verify.getCode").click();
  await expect(text("problems.rate-limited", { scope: "address", wait: "in 2 hours" }).last()).toBeVisible();
  await expect(button("code.useSms")).toBeVisible();
  await byDayAndNight(page, lookAround);

  refuse(500, "internal", { requestId: "req-1234" });
  await button("verify.getCode").click();
  await expect(text("problems.internal", { requestId: "req-1234" }).last()).toBeVisible();
  await byDayAndNight(page, lookAround);

  answer = { status: 202, json: challenge };
  await button("verify.getCode").click();
  await expect(heading("code.titleEmail")).toBeVisible();
  await page.clock.fastForward(21_000);
  await expect(page.getByText(t("code.lateTitle")).first()).toBeVisible();
  await byDayAndNight(page, lookAround);
  answer = { status: 200, json: { ...challenge, attemptsLeft: 3, delivery: "failed" } };
  await page.clock.fastForward(3000);
  await expect(text("code.failedEmail")).toBeVisible();
  await byDayAndNight(page, lookAround);
});

test("The check without a picture, and a password that is missing", async ({ page, walk, email }) => {
  const { heading, button, field, text } = finder(page, walk);
  await page.goto("/sign-in");
  await field("address.emailLabel").fill(email);
  await button("verify.usePassword").click();
  await button("signIn.submit").click();
  await expect(text("password.missing")).toBeVisible();
  await byDayAndNight(page, walk.lookAround);
  await button("verify.useCode").click();
  await button("verify.getCode").click();
  await button("captcha.another").click();
  await expect(heading("captcha.work.title")).toBeVisible();
  await byDayAndNight(page, walk.lookAround);
});

async function byDayAndNight(page: Page, lookAround: () => Promise<void>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await lookAround();
  }
}
