// Captchas of vendors in a real browser, against the production build: the vendor's server is a double on loopback
// that verifies, and its script a small one of ours, served in the vendor's place.
import { turnstileVendor } from "@/lib/testing/vendors/turnstile";
import { startVendor } from "@/lib/testing/vendors/vendor";
import { yidunVendor } from "@/lib/testing/vendors/yidun";
import { expect, readCode, test } from "./fixtures";
import { freePort } from "./server";

/** As much of a widget as a person needs: one button, which tells the page the token. */
const turnstileScript = (token: string) => `
window.turnstile = {
  render(host, options) {
    const button = document.createElement("button");
    button.textContent = "I am a person (" + options.sitekey + ", " + options.action + ")";
    button.onclick = () => options.callback(${JSON.stringify(token)});
    const frame = document.createElement("iframe");
    frame.src = "https://challenges.cloudflare.com/frame";
    host.append(button, frame);
    return "widget";
  },
  remove() {},
};`;
const yidunScript = (token: string) => `
window.initNECaptcha = (options, onLoad) => {
  const button = document.createElement("button");
  button.textContent = "I am a person (" + options.captchaId + ", " + options.extraData + ")";
  button.onclick = () => options.onVerify(null, { validate: ${JSON.stringify(token)} });
  const looks = document.createElement("style");
  looks.textContent = ".yidun { color: black }";
  document.querySelector(options.element).append(looks, button);
  onLoad({ destroy() {} });
};`;

test("Turnstile's token buys a code; while the vendor is down, the slider comes in its place", async ({
  page,
  email,
  startServer,
  violations,
  shifts,
}) => {
  const account = { secret: "0x4-secret-of-the-double", now: Date.now };
  const double = turnstileVendor(account);
  const vendor = await startVendor(double.answer);
  const PORT = String(await freePort());
  const server = await startServer({
    ...{ DEMO: "1", PORT, APP_URL: `http://localhost:${PORT}`, CAPTCHA: "turnstile,slider" },
    ...{ TURNSTILE_SITE_KEY: "0x4-site", TURNSTILE_SECRET_KEY: account.secret, TURNSTILE_URL: vendor.url },
  });
  await server.opened;
  let scripts = 0;
  await page.route("https://challenges.cloudflare.com/**", (route) => {
    scripts += 1;
    return route.fulfill({ contentType: "text/javascript", body: turnstileScript(double.solve()) });
  });

  await page.goto(`${server.origin}/sign-up`);
  await page.getByLabel("Email address").fill(email);
  expect(scripts).toBe(0);
  await page.getByRole("button", { name: "Get code" }).click();
  const dialog = page.getByRole("dialog", { name: "One quick check" });
  await dialog.getByRole("button", { name: "I am a person (0x4-site, sign-up)" }).click();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  // What another vendor's would be, this page does not run.
  await expect(page.addScriptTag({ url: "https://cstaticdun.126.net/load.min.js" })).rejects.toThrow();
  expect(violations.splice(0).join()).toContain("https://cstaticdun.126.net");
  await page.getByLabel("Code").fill(await readCode(page.request, email, server.origin));
  await expect(page.getByLabel("Name")).toBeVisible();
  // This widget is higher than the vendor's.
  shifts.splice(0);

  await vendor.close();
  await expect(async () => {
    const other = {
      channel: "email",
      address: `x-${email}`,
      purpose: "sign-up",
      captchaToken: double.solve(),
    };
    const refused = await page.request.post(`${server.origin}/api/challenges`, { data: other });
    expect(await refused.json()).toMatchObject({ code: "unavailable", down: ["captcha"] });
    const { captcha } = await (await page.request.get(`${server.origin}/api/config`)).json();
    expect(captcha).toEqual({ kind: "slider" });
  }).toPass({ intervals: [400] });
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${server.origin}/sign-up`);
  await page.getByLabel("Email address").fill(`y-${email}`);
  await page.getByRole("button", { name: "Get code" }).click();
  await expect(
    page.getByRole("dialog", { name: "Slide the piece into place" }).getByRole("slider"),
  ).toBeEnabled();
});

test("Yidun's token buys a code; without the vendor's script there is a reason and another try", async ({
  page,
  email,
  startServer,
  violations,
  shifts,
}) => {
  const account = {
    captchaId: "c".repeat(32),
    secretId: "s".repeat(32),
    secretKey: "k".repeat(32),
    now: Date.now,
  };
  const double = yidunVendor(account);
  const vendor = await startVendor(double.answer);
  const server = await startServer({
    ...{ DEMO: "1", CAPTCHA: "yidun", YIDUN_CAPTCHA_ID: account.captchaId, YIDUN_URL: vendor.url },
    ...{ YIDUN_SECRET_ID: account.secretId, YIDUN_SECRET_KEY: account.secretKey },
  });
  await server.opened;
  const script = "https://cstaticdun.126.net/**";
  await page.route(script, (route) => route.abort());

  await page.goto(`${server.origin}/sign-up`);
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Get code" }).click();
  const dialog = page.getByRole("dialog", { name: "One quick check" });
  await expect(dialog.getByText(/could not be loaded/)).toBeVisible();
  await page.unroute(script);
  await page.route(script, (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: yidunScript(double.solve({ extraData: "sign-up" })),
    }),
  );
  await dialog.getByRole("button", { name: "Try again" }).click();
  await dialog.getByRole("button", { name: `I am a person (${account.captchaId}, sign-up)` }).click();

  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  await expect(page.addScriptTag({ url: "https://challenges.cloudflare.com/x.js" })).rejects.toThrow();
  expect(violations.splice(0).join()).toContain("https://challenges.cloudflare.com");
  expect(await readCode(page.request, email, server.origin)).toMatch(/^\d{6}$/);
  shifts.splice(0);
  await vendor.close();
});
