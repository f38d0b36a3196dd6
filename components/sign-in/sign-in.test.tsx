// The sign-in by code and by password, up to the account.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { takeNews } from "../account/news";
import { account, config, drawPage, onTheWay } from "../testing/draw";
import { refusal } from "../testing/fake-server";
import { messages } from "../testing/texts";
import { settleScript, stubTurnstile } from "../testing/vendor-widgets";
import { forgetVendorScript } from "../vendor-script";
import { SignIn } from "./sign-in";

const signedIn = { status: 201, body: { account } };

const draw = (routes: Parameters<typeof drawPage>[1] = {}) =>
  drawPage(<SignIn locale="en" messages={messages} />, { ...onTheWay, "POST /session": signedIn, ...routes });

async function typePassword(password = "a plain but long password") {
  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Use your password instead" }));
  const field = await screen.findByLabelText("Password");
  if (password) await userEvent.type(field, password);
  return field;
}

it("signs in by a code", async () => {
  const { server, replace } = draw();

  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));
  await userEvent.type(await screen.findByLabelText("Code"), "123456");

  await waitFor(() => expect(replace).toHaveBeenCalledWith("/en/account"));
  expect(server.to("POST /challenges")[0]?.body).toMatchObject({ purpose: "sign-in" });
  expect(server.to("POST /session")).toEqual([{ route: "POST /session", body: { proof: "proof" } }]);
  expect(takeNews()).toBeUndefined();
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
});

it("goes on to an account, with the same proof, where there is none yet", async () => {
  const { server, replace } = draw({
    "POST /session": refusal(401, "unauthenticated"),
    "POST /accounts": { status: 201, body: { account } },
  });
  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));
  await userEvent.type(await screen.findByLabelText("Code"), "123456");

  expect(await screen.findByText(/There is no account with jane@example.com yet/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Create account" }));

  await waitFor(() => expect(replace).toHaveBeenCalledWith("/en/account"));
  expect(server.to("POST /accounts")[0]?.body).toEqual({ proof: "proof" });
  expect(takeNews()).toBe("created");
});

it("signs in by a password, with the address that was typed before", async () => {
  const { server, replace } = draw();

  const field = await typePassword();
  expect(field).toHaveAttribute("autocomplete", "current-password");
  expect(screen.getByLabelText("Email address")).toHaveAttribute("autocomplete", "username");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));

  await waitFor(() => expect(replace).toHaveBeenCalledWith("/en/account"));
  expect(server.to("POST /session")[0]?.body).toEqual({
    address: "jane@example.com",
    password: "a plain but long password",
    captchaToken: "off",
  });
});

it("says one kind sentence where address and password do not belong together, and keeps both", async () => {
  draw({ "POST /session": refusal(401, "unauthenticated") });
  const field = await typePassword("wrong");

  await userEvent.keyboard("{Enter}");

  expect(await screen.findByText(/Address and password do not belong together/)).toBeInTheDocument();
  await waitFor(() => expect(field).toHaveFocus());
  expect(field).toHaveAccessibleDescription(/sign in with a code/);
  expect(field).toHaveValue("wrong");
  expect(screen.getByLabelText("Email address")).toHaveValue("jane@example.com");
  expect(screen.getByRole("link", { name: "Forgot your password?" })).toHaveAttribute(
    "href",
    "/en/reset-password",
  );
  await userEvent.click(screen.getByRole("button", { name: "Use a code instead" }));
  expect(screen.getByLabelText("Email address")).toHaveValue("jane@example.com");
});

it("asks for a password that is missing, and costs no captcha", async () => {
  const { server } = draw();
  const field = await typePassword("");

  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));

  expect(await screen.findByText("Enter your password.")).toBeInTheDocument();
  await waitFor(() => expect(field).toHaveFocus());
  expect(server.to("POST /session")).toEqual([]);
});

it("has a captcha solved for a password, too", async () => {
  const captcha = { kind: "turnstile", siteKey: "site" };
  const turnstile = stubTurnstile();
  forgetVendorScript("turnstile");
  const { server, replace } = draw({ "GET /config": config({ captcha }) });
  await typePassword();
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  await settleScript("https://challenges.cloudflare.com", "load");
  await waitFor(() => expect(turnstile.drawn).toHaveLength(1));
  expect(turnstile.drawn[0]).toMatchObject({ action: "sign-in" });

  await turnstile.tell("callback", "token");

  await waitFor(() => expect(replace).toHaveBeenCalledWith("/en/account"));
  expect(server.to("POST /session")[0]?.body).toMatchObject({ captchaToken: "token" });
});

it("says how long to wait after too many wrong passwords", async () => {
  draw({ "POST /session": refusal(429, "rate-limited", { retryAfter: 42, limit: "ip-requests-minute" }) });
  await typePassword();

  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));

  expect((await screen.findAllByText(/in 42 seconds/)).length).toBeGreaterThan(0);
});

it("takes what was typed along from page to page", async () => {
  const first = draw();
  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
  expect(screen.getByRole("link", { name: "Create an account" })).toHaveAttribute("href", "/en/sign-up");
  first.unmount();

  draw();

  expect(screen.getByLabelText("Email address")).toHaveValue("jane@example.com");
});
