// The outbox as a newcomer sees it: beside the sign-up, the code arrives by itself.
import { askForCode, expect, readCode, test, withoutCaptcha } from "./fixtures";

test.use({ baseURL: withoutCaptcha });

test("A mail appears in the open outbox by itself, with the code that works", async ({
  page,
  context,
  email,
}) => {
  const outbox = await context.newPage();
  await outbox.goto("/outbox");
  await askForCode(page, email);
  const code = await readCode(page.request, email);

  await expect(outbox.getByRole("button", { name: email })).toBeVisible();
  await expect(outbox.getByRole("button", { name: `Copy code ${code}` }).first()).toBeVisible();
});
