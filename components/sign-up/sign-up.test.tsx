// The whole journey against a small fake server: what is shown, what is asked, and that nothing typed is lost.
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { takeNews } from "../account/news";
import { account, challenge, config, drawPage, onTheWay, proven } from "../testing/draw";
import { refusal } from "../testing/fake-server";
import { messages } from "../testing/texts";
import { settleScript, stubTurnstile } from "../testing/vendor-widgets";
import { forgetVendorScript } from "../vendor-script";
import { SignUp } from "./sign-up";

const gone = refusal(410, "challenge-gone");

const draw = (routes: Parameters<typeof drawPage>[1] = {}) =>
  drawPage(<SignUp locale="en" messages={messages} />, {
    ...onTheWay,
    "POST /session": refusal(401, "unauthenticated"),
    "POST /accounts": { status: 201, body: { account } },
    ...routes,
  });

async function askForCode() {
  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));
  return await screen.findByLabelText("Code");
}

it("leads from address to code to account", async () => {
  const { server, replace } = draw();

  const code = await askForCode();
  await waitFor(() => expect(code).toHaveFocus());
  expect(screen.getByText("j•••@example.com")).toBeInTheDocument();
  await userEvent.type(code, "123456");
  await userEvent.type(await screen.findByLabelText("Name"), "Jane");
  await userEvent.click(screen.getByRole("button", { name: "Create account" }));

  await waitFor(() => expect(replace).toHaveBeenCalledWith("/en/account"));
  expect(server.calls.filter(({ body }) => body)).toEqual([
    {
      route: "POST /challenges",
      body: {
        channel: "email",
        address: "jane@example.com",
        purpose: "sign-up",
        captchaToken: "off",
        locale: "en",
      },
    },
    { route: "POST /challenges/challenge-1/attempts", body: { code: "123456" } },
    { route: "POST /session", body: { proof: "proof" } },
    { route: "POST /accounts", body: { name: "Jane", proof: "proof" } },
  ]);
  expect(localStorage).toHaveLength(0);
  expect(takeNews()).toBe("created");
});

it("says what is wrong with an address beside it, and goes there", async () => {
  const { server } = draw();
  const field = screen.getByLabelText("Email address");

  await userEvent.type(field, "jane@");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));

  expect(await screen.findByText(/not a complete email address/)).toBeInTheDocument();
  await waitFor(() => expect(field).toHaveFocus());
  expect(field).toHaveValue("jane@");
  expect(server.to("POST /challenges")).toEqual([]);
});

it("remembers what was typed for each channel", async () => {
  draw();
  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");

  screen.getByRole("tab", { name: "Email" }).focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(screen.getByRole("tab", { name: "Phone" })).toHaveFocus();
  await screen.findByRole("option", { name: "United Kingdom (+44)" });
  await userEvent.type(screen.getByLabelText("Phone number"), "4155550132");
  await userEvent.click(screen.getByRole("tab", { name: "Email" }));

  expect(screen.getByLabelText("Email address")).toHaveValue("jane@example.com");
  await userEvent.click(screen.getByRole("tab", { name: "Phone" }));
  expect(screen.getByLabelText("Phone number")).toHaveValue("(415) 555-0132");
});

it("shows no tabs where only one channel is served", async () => {
  draw({ "GET /config": config({ channels: ["sms"] }) });

  expect(await screen.findByLabelText("Phone number")).toBeInTheDocument();
  expect(screen.queryByRole("tab")).not.toBeInTheDocument();
});

it("says how many attempts are left after a wrong code and makes room for the next", async () => {
  const { server } = draw({
    "POST /challenges/:id/attempts": refusal(422, "code-incorrect", { attemptsLeft: 2 }),
  });
  const code = await askForCode();

  await userEvent.type(code, "111111");

  expect(await screen.findByText("That code is not right. 2 attempts left.")).toBeInTheDocument();
  expect(code).toHaveValue("");
  await waitFor(() => expect(code).toHaveFocus());
  expect(server.to("POST /challenges/challenge-1/attempts")).toHaveLength(1);
});

it("takes the code that the browser reads from a text message", async () => {
  vi.stubGlobal("OTPCredential", class {});
  const get = vi.fn(async () => ({ code: "123456" }));
  Object.defineProperty(navigator, "credentials", { configurable: true, value: { get } });
  const { server } = draw({
    "GET /config": config({ channels: ["sms"] }),
    "POST /challenges": { status: 202, body: { ...challenge, channel: "sms", sentTo: "+44 ••• 23" } },
  });
  await screen.findByRole("option", { name: "United Kingdom (+44)" });
  await userEvent.type(screen.getByLabelText("Phone number"), "+447700900123");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));

  expect(await screen.findByLabelText("Name")).toBeInTheDocument();
  expect(server.to("POST /challenges/challenge-1/attempts").map(({ body }) => body)).toEqual([
    { code: "123456" },
  ]);
  expect(get).toHaveBeenCalledOnce();
  Reflect.deleteProperty(navigator, "credentials");
});

it("keeps a code that could not be checked, and Enter tries it again", async () => {
  const { server } = draw({ "POST /challenges/:id/attempts": "unreachable" });
  const code = await askForCode();
  await userEvent.type(code, "123456");
  expect((await screen.findAllByText(/cannot reach the server/)).length).toBeGreaterThan(0);
  expect(code).toHaveValue("123456");

  server.routes["POST /challenges/:id/attempts"] = proven;
  await userEvent.type(code, "{Enter}");

  expect(await screen.findByLabelText("Name")).toBeInTheDocument();
});

it("leads back to the address, which is kept, when the challenge is gone", async () => {
  draw({ "POST /challenges/:id/attempts": gone });
  const code = await askForCode();

  await userEvent.type(code, "333333");

  expect((await screen.findAllByText(/That code no longer works/)).length).toBeGreaterThan(0);
  expect(screen.getByLabelText("Email address")).toHaveValue("jane@example.com");
  expect(screen.queryByRole("button", { name: "I already have a code" })).not.toBeInTheDocument();
});

it("offers the other channel when the message could not be delivered", async () => {
  draw({ "POST /challenges": { status: 202, body: { ...challenge, delivery: "failed", resendIn: 0 } } });
  await askForCode();

  await userEvent.click(screen.getByRole("button", { name: "Use phone instead" }));

  expect(await screen.findByLabelText("Phone number")).toBeInTheDocument();
});

it("picks up after a refresh where it was, with the server's countdown, whatever the clock says", async () => {
  const first = draw();
  await askForCode();
  first.unmount();
  vi.spyOn(Date, "now").mockReturnValue(0);

  draw({ "GET /challenges/:id": { body: { ...challenge, resendIn: 17, attemptsLeft: 3 } } });

  expect(await screen.findByLabelText("Code")).toBeInTheDocument();
  expect(screen.getByText(/^Send again in 0:1[67]$/)).toBeInTheDocument();
});

it("goes back to the address after a refresh when the code has run out", async () => {
  const first = draw();
  await askForCode();
  first.unmount();

  draw({ "GET /challenges/:id": gone });

  await waitFor(() => expect(screen.getByLabelText("Email address")).toHaveValue("jane@example.com"));
  expect(screen.getAllByText(/That code no longer works/).length).toBeGreaterThan(0);
});

it("offers to ask once more when a saved journey cannot be looked up", async () => {
  const first = draw();
  await askForCode();
  first.unmount();
  const { server } = draw({ "GET /challenges/:id": "unreachable" });
  const again = await screen.findByRole("button", { name: "Try again" });

  server.routes["GET /challenges/:id"] = { body: { ...challenge, attemptsLeft: 3 } };
  await userEvent.click(again);

  expect(await screen.findByLabelText("Code")).toBeInTheDocument();
});

it("goes one step back on Back, keeps the address, and knows of the code that is out", async () => {
  const { server } = draw();
  await askForCode();

  await userEvent.click(screen.getByRole("button", { name: "Change" }));
  expect(await screen.findByLabelText("Email address")).toHaveValue("jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));

  expect(await screen.findByLabelText("Code")).toBeInTheDocument();
  expect(server.to("POST /challenges")).toHaveLength(1);
});

it("follows another tab that has proven the address", async () => {
  draw();
  await askForCode();

  const saved = { channel: "email", address: "jane@example.com", proof: "proof" };
  localStorage.setItem(
    "firstgate.journey.sign-up",
    JSON.stringify({ ...saved, proofEndsAt: Date.now() + 600_000 }),
  );
  act(() => {
    window.dispatchEvent(new StorageEvent("storage", { key: "firstgate.journey.sign-up" }));
  });

  expect(await screen.findByLabelText("Name")).toBeInTheDocument();
});

it("says kindly that there is an account already, where that is found out last", async () => {
  draw({ "POST /accounts": refusal(409, "account-exists") });
  await userEvent.type(await askForCode(), "123456");

  await userEvent.click(await screen.findByRole("button", { name: "Create account" }));
  expect((await screen.findAllByText(/You already have an account/)).length).toBeGreaterThan(0);
  await userEvent.click(screen.getByRole("button", { name: "Use another address" }));

  expect(await screen.findByLabelText("Email address")).toHaveValue("");
  expect(localStorage).toHaveLength(0);
});

it("refuses a weak password beside its field and keeps it and the name", async () => {
  draw({ "POST /accounts": refusal(422, "weak-password", { errors: [] }) });
  await userEvent.type(await askForCode(), "123456");

  await userEvent.type(await screen.findByLabelText("Name"), "Jane");
  await userEvent.type(screen.getByLabelText("Password"), "password1");
  await userEvent.click(screen.getByRole("button", { name: "Create account" }));

  expect(await screen.findByText(/This password is too easy to guess/)).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText("Password")).toHaveFocus());
  expect(screen.getByLabelText("Password")).toHaveValue("password1");
  expect(screen.getByLabelText("Name")).toHaveValue("Jane");
});

it("tells the real time to wait when the server asks for patience", async () => {
  draw({
    "POST /challenges": refusal(429, "cooldown-active", { retryAfter: 42, limit: "address-cooldown" }),
  });
  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));

  expect((await screen.findAllByText(/in 42 seconds/)).length).toBeGreaterThan(0);
  expect(screen.getByLabelText("Email address")).toHaveValue("jane@example.com");
});

/** Up to the drawn widget. */
async function askAgainstTurnstile(routes: Parameters<typeof draw>[0] = {}) {
  const captcha = { kind: "turnstile", siteKey: "site" };
  const turnstile = stubTurnstile();
  forgetVendorScript("turnstile");
  const page = draw({ "GET /config": config({ captcha }), ...routes });
  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));
  await settleScript("https://challenges.cloudflare.com", "load");
  await waitFor(() => expect(turnstile.drawn).toHaveLength(1));
  return { ...page, turnstile };
}
const tokenOf = ({ body }: { body: unknown }) => (body as { captchaToken: string }).captchaToken;

it("asks for the captcha of a vendor, and once more with another widget when the token was refused", async () => {
  const { server, turnstile } = await askAgainstTurnstile({
    "POST /challenges": refusal(403, "captcha-failed"),
  });
  expect(screen.getByRole("dialog", { name: "One quick check" })).toBeInTheDocument();
  await turnstile.tell("callback", "first-token");
  expect((await screen.findAllByText(/The check did not count this time/)).length).toBeGreaterThan(0);
  expect(turnstile.removed).toEqual(["widget-1"]);

  server.routes["POST /challenges"] = { status: 202, body: challenge };
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));
  await waitFor(() => expect(turnstile.drawn).toHaveLength(2));
  await turnstile.tell("callback", "second-token");

  expect(await screen.findByLabelText("Code")).toBeInTheDocument();
  expect(server.to("POST /challenges").map(tokenOf)).toEqual(["first-token", "second-token"]);
});

it("learns from the server that the slider stands in for a vendor that is down", async () => {
  const { server, turnstile } = await askAgainstTurnstile({
    "POST /challenges": refusal(503, "unavailable", { retryAfter: 5, down: ["captcha"] }),
    "POST /captcha/puzzles": refusal(429, "rate-limited", { retryAfter: 5, limit: "ip-puzzles-minute" }),
  });
  await turnstile.tell("callback", "token");
  expect((await screen.findAllByText(/cannot do this right now/)).length).toBeGreaterThan(0);

  server.routes["GET /config"] = config({ captcha: { kind: "slider" } });
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));

  expect(await screen.findByRole("dialog", { name: "Slide the piece into place" })).toBeInTheDocument();
  await waitFor(() => expect(server.to("POST /captcha/puzzles")).toHaveLength(1));
});

it("tells the captcha the address, and says beside it when there is no captcha for it", async () => {
  const { server } = draw({
    "GET /config": config({ captcha: { kind: "slider" } }),
    "POST /captcha/puzzles": refusal(422, "address-unsupported"),
  });
  const field = screen.getByLabelText("Email address");
  await userEvent.type(field, "jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));

  expect(await screen.findByText(/We cannot send to this email address/)).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await waitFor(() => expect(field).toHaveFocus());
  expect(server.to("POST /captcha/puzzles").map(({ body }) => body)).toEqual([
    { purpose: "sign-up", channel: "email", address: "jane@example.com" },
  ]);
});

const hourly = refusal(429, "rate-limited", { retryAfter: 1800, limit: "address-hour" });

it("asks for one more check, not for an hour of patience, when an address was sent many codes", async () => {
  const { server, turnstile } = await askAgainstTurnstile({ "POST /challenges": hourly });
  await turnstile.tell("callback", "first-token");
  expect(await screen.findByText(/One more check, then we send yours/)).toBeInTheDocument();
  expect(screen.queryByText(/in 30 minutes/)).not.toBeInTheDocument();
  await waitFor(() => expect(turnstile.drawn).toHaveLength(2));

  server.routes["POST /challenges"] = { status: 202, body: challenge };
  await turnstile.tell("callback", "second-token");

  await waitFor(() => expect(screen.getByLabelText("Code")).toHaveFocus());
  expect(server.to("POST /challenges").map(tokenOf)).toEqual(["first-token", "second-token"]);
});

it("does not ask for one more check for ever, and then says how long it takes", async () => {
  const { turnstile } = await askAgainstTurnstile({ "POST /challenges": hourly });
  for (const turn of [1, 2, 3]) {
    await waitFor(() => expect(turnstile.drawn).toHaveLength(turn));
    await turnstile.tell("callback", `token-${turn}`);
  }

  expect((await screen.findAllByText(/in 30 minutes/)).length).toBeGreaterThan(0);
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

it("asks for one more check, too, when another code of the same challenge would be one too many", async () => {
  const { server, turnstile } = await askAgainstTurnstile({
    "POST /challenges": { status: 202, body: { ...challenge, resendIn: 0 } },
    "POST /challenges/:id/sends": hourly,
  });
  await turnstile.tell("callback", "first-token");
  await userEvent.click(await screen.findByRole("button", { name: "Send again" }));
  expect(await screen.findByText(/One more check, then we send yours/)).toBeInTheDocument();
  await waitFor(() => expect(turnstile.drawn).toHaveLength(2));

  server.routes["POST /challenges"] = { status: 202, body: { ...challenge, challengeId: "challenge-2" } };
  await turnstile.tell("callback", "second-token");

  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await userEvent.type(screen.getByLabelText("Code"), "123456");
  expect(await screen.findByLabelText("Name")).toBeInTheDocument();
  expect(server.to("POST /challenges/challenge-2/attempts")).toHaveLength(1);
});

it.each(["address-day", "address-failures-day"])(
  "offers the other channel when nothing more goes to this address today: %s",
  async (limit) => {
    draw({ "POST /challenges": refusal(429, "rate-limited", { retryAfter: 40_000, limit }) });
    await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
    await userEvent.click(screen.getByRole("button", { name: "Get code" }));

    await userEvent.click(await screen.findByRole("button", { name: "Use phone instead" }));

    await waitFor(() => expect(screen.getByLabelText("Phone number")).toHaveFocus());
    expect(screen.queryByText(/too many codes for this address/)).not.toBeInTheDocument();
  },
);

it("ends signed in where the proven address has an account, and says so", async () => {
  const { server, replace } = draw({ "POST /session": { status: 201, body: { account } } });

  await userEvent.type(await askForCode(), "123456");

  await waitFor(() => expect(replace).toHaveBeenCalledWith("/en/account"));
  expect(takeNews()).toBe("hadAccount");
  expect(server.to("POST /accounts")).toEqual([]);
  expect(localStorage).toHaveLength(0);
});

it("keeps the proof where the server cannot be asked for an account, and asks again", async () => {
  const { server } = draw({ "POST /session": "unreachable" });
  await userEvent.type(await askForCode(), "123456");
  const again = await screen.findByRole("button", { name: "Try again" });

  server.routes["POST /session"] = refusal(401, "unauthenticated");
  await userEvent.click(again);

  await waitFor(() => expect(screen.getByRole("heading", { name: "Last step" })).toHaveFocus());
});

it("keeps name and password for whoever goes back to look at the address", async () => {
  draw();
  await userEvent.type(await askForCode(), "123456");
  await userEvent.type(await screen.findByLabelText("Name"), "Jane");
  await userEvent.type(screen.getByLabelText("Password"), "a plain but long password");

  act(() => history.back());
  await userEvent.click(await screen.findByRole("button", { name: "Continue" }));

  expect(await screen.findByLabelText("Name")).toHaveValue("Jane");
  expect(screen.getByLabelText("Password")).toHaveValue("a plain but long password");
});
