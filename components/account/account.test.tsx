// The account page: what it shows, what it changes, and what it does when the session is stale or over.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { keepDraft, readDraft } from "../draft";
import { config, drawPage, account as jane, onTheWay } from "../testing/draw";
import { refusal } from "../testing/fake-server";
import { messages } from "../testing/texts";
import { Account } from "./account";
import { leaveNews } from "./news";

const now = "2026-02-01T12:00:00.000Z";
const phone = {
  id: "session-2",
  current: false,
  browser: "Safari",
  system: "iOS",
  country: "FR",
  createdAt: now,
  lastSeenAt: "2026-01-31T11:00:00.000Z",
};
const sessions = [
  phone,
  {
    ...phone,
    id: "session-1",
    current: true,
    browser: "Chrome",
    system: "Linux",
    country: "DE",
    lastSeenAt: now,
  },
  {
    ...phone,
    id: "session-3",
    browser: null,
    system: null,
    country: null,
    lastSeenAt: "2026-02-01T09:00:00.000Z",
  },
];
const done = { status: 204 };
const unauthenticated = refusal(401, "unauthenticated");
const stale = refusal(403, "session-stale");

/** Draws the page of an account, with what a part of it changes; waits until it is there. */
async function draw(routes: Parameters<typeof drawPage>[1] = {}, part: object = {}) {
  const account = { ...jane, ...part };
  const page = drawPage(<Account locale="en" messages={messages} />, {
    ...onTheWay,
    "GET /session": { body: { account } },
    "GET /account/sessions": { body: { sessions } },
    ...routes,
  });
  await screen.findByRole("heading", { level: 1 });
  return page;
}

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

async function fill(label: string, text: string) {
  await userEvent.click(await screen.findByLabelText(label));
  await userEvent.paste(text);
}

/** From a chosen or typed address to its proof. */
async function enterCode() {
  await fill("Code", "123456");
}

it("greets whoever is signed in, and says once what has brought them here", async () => {
  leaveNews("created");
  await draw();

  expect(screen.getByRole("heading", { name: "Hello, Jane" })).toBeInTheDocument();
  expect(screen.getByText("jane@example.com")).toBeInTheDocument();
  expect(screen.getByText("Your account is ready. You are signed in.")).toBeInTheDocument();
  expect(sessionStorage).toHaveLength(0);
});

it("leads whoever is not signed in to the sign-in", async () => {
  await draw({ "GET /session": unauthenticated });

  expect(screen.getByRole("heading", { name: "You are signed out" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/en/sign-in");
});

it("gives what one person has proven here to nobody who signs in after them", async () => {
  const first = await draw({ "PUT /account/addresses": "unreachable" });
  await press("Change email address");
  await fill("Email address", "jane@new.example.com");
  await press("Get code");
  await enterCode();
  await screen.findAllByText(/cannot reach the server/);
  first.unmount();

  const { server } = await draw(
    { "PUT /account/addresses": { body: { account: jane } } },
    { id: "account-2", name: "Joe", email: "joe@example.com" },
  );

  expect(await screen.findByLabelText("Email address")).toHaveValue("");
  expect(server.to("PUT /account/addresses")).toHaveLength(0);
});

it("leaves nothing of a person in the browser whose session was ended from elsewhere", async () => {
  const { server } = await draw();
  keepDraft({ channel: "email", email: "jane@example.com", phone: { country: "", national: "" } });
  localStorage.setItem("firstgate.journey.change-address.email.account-1", "{}");

  server.routes["GET /session"] = unauthenticated;
  act(() => void document.dispatchEvent(new Event("visibilitychange")));

  expect(await screen.findByRole("heading", { name: "You are signed out" })).toBeInTheDocument();
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
});

it("asks again, when told to, whose account it is", async () => {
  const { server } = drawPage(<Account locale="en" messages={messages} />, {
    "GET /session": "unreachable",
    "GET /account/sessions": { body: { sessions } },
  });
  const again = await screen.findByRole("button", { name: "Try again" });

  server.routes["GET /session"] = { body: { account: jane } };
  await userEvent.click(again);

  expect(await screen.findByRole("heading", { name: "Hello, Jane" })).toBeInTheDocument();
});

it("notices that the session has ended when the page comes back into view", async () => {
  const { server } = await draw();

  server.routes["GET /session"] = "unreachable";
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  await waitFor(() => expect(server.to("GET /session")).toHaveLength(2));
  expect(screen.getByRole("heading", { name: "Hello, Jane" })).toBeInTheDocument();
  server.routes["GET /session"] = unauthenticated;
  act(() => void document.dispatchEvent(new Event("visibilitychange")));

  await waitFor(() => expect(screen.getByRole("heading", { name: "You are signed out" })).toHaveFocus());
});

it("signs out and leaves nothing of the person in the browser, or says why it could not", async () => {
  localStorage.setItem("firstgate.journey.change-address.email.account-1", "{}");
  const { server } = await draw({ "DELETE /session": "unreachable" });
  await press("Sign out");
  expect((await screen.findAllByText(/cannot reach the server/)).length).toBeGreaterThan(0);

  server.routes["DELETE /session"] = done;
  await press("Sign out");

  expect(await screen.findByRole("heading", { name: "You are signed out" })).toBeInTheDocument();
  expect(localStorage).toHaveLength(0);
});

it("changes the name, and keeps what was typed when that is refused", async () => {
  const { server } = await draw({ "PATCH /account": "unreachable" });
  await press("Change name");
  const field = await screen.findByLabelText("Name");
  await waitFor(() => expect(field).toHaveFocus());
  await userEvent.keyboard("Ada{Enter}");
  expect((await screen.findAllByText(/cannot reach the server/)).length).toBeGreaterThan(0);
  expect(field).toHaveValue("Ada");

  server.routes["PATCH /account"] = { body: { account: { ...jane, name: "Ada" } } };
  await press("Save");

  expect(await screen.findByRole("heading", { name: "Hello, Ada" })).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole("button", { name: "Change name" })).toHaveFocus());
  expect(server.to("PATCH /account").at(-1)?.body).toEqual({ name: "Ada" });
});

it("lists devices with place and time, and signs out of one, of the others, of all", async () => {
  const { server } = await draw({
    "DELETE /account/sessions/:id": done,
    "DELETE /account/sessions": done,
  });
  const items = await screen.findAllByRole("listitem");
  expect(items.map((item) => item.textContent)).toEqual([
    expect.stringContaining("Chrome on LinuxGermany · This device"),
    expect.stringContaining("Safari on iOSFrance · Active yesterday"),
    expect.stringContaining("Unknown deviceActive 3 hours ago"),
  ]);
  expect(within(items[0] as HTMLElement).queryByRole("button")).not.toBeInTheDocument();

  await press("Sign out Safari on iOS");
  expect(await screen.findByText("Safari on iOS is signed out.")).toBeInTheDocument();
  expect(server.to("DELETE /account/sessions/session-2")).toHaveLength(1);
  await press("Sign out everywhere");

  expect(await screen.findByRole("heading", { name: "You are signed out" })).toBeInTheDocument();
  expect(server.to("DELETE /account/sessions")[0]?.body).toEqual({});
});

it("says of whoever was here a moment ago no more than that it was an hour at most", async () => {
  const [, here] = sessions;
  await draw({ "GET /account/sessions": { body: { sessions: [here, { ...phone, lastSeenAt: now }] } } });

  expect(await screen.findByText("France · Active 1 hour ago")).toBeInTheDocument();
});

it("shows every other device as signed out, in its place, when all of them are", async () => {
  const { server } = await draw({ "DELETE /account/sessions": done });

  await press("Sign out all other devices");

  expect(await screen.findByText("All other devices are signed out.")).toBeInTheDocument();
  const [here, ...others] = screen.getAllByRole("listitem");
  expect(here).not.toHaveTextContent("Signed out");
  expect(others.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Safari on iOS.*Signed out$/),
    expect.stringMatching(/^Unknown device.*Signed out$/),
  ]);
  await waitFor(() => expect(screen.getByRole("list")).toHaveFocus());
  await press("Sign out all other devices");
  expect(server.to("DELETE /account/sessions")).toHaveLength(1);
  expect(server.to("DELETE /account/sessions")[0]?.body).toEqual({ keepThis: true });
});

it("asks again for a list that did not come", async () => {
  const { server } = await draw({ "GET /account/sessions": "unreachable" });
  const again = await screen.findByRole("button", { name: "Try again" });

  server.routes["GET /account/sessions"] = { body: { sessions } };
  await userEvent.click(again);

  expect(await screen.findAllByRole("listitem")).toHaveLength(3);
});

it("changes the e-mail address once the new one is proven", async () => {
  const changed = { ...jane, email: "ada@example.com" };
  const { server } = await draw({ "PUT /account/addresses": { body: { account: changed } } });
  await press("Change email address");
  expect(await screen.findByRole("heading", { name: "Change email address" })).toBeInTheDocument();
  expect(screen.queryByRole("tab")).not.toBeInTheDocument();

  await fill("Email address", "ada@example.com");
  await press("Get code");
  await enterCode();

  expect(await screen.findByText("ada@example.com now belongs to your account.")).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole("button", { name: "Change email address" })).toHaveFocus());
  expect(server.to("POST /challenges")[0]?.body).toMatchObject({ purpose: "change-address" });
  expect(server.to("PUT /account/addresses")[0]?.body).toEqual({ proof: "proof" });
  expect(localStorage).toHaveLength(0);
});

it("offers no address that no code can go to", async () => {
  await draw({ "GET /config": config({ channels: ["email"] }) });

  await waitFor(() => expect(screen.queryByText("Phone")).not.toBeInTheDocument());
  expect(screen.getByRole("button", { name: "Change email address" })).toBeInTheDocument();
});

it("says that an address belongs to somebody else, and asks for another one", async () => {
  await draw({ "PUT /account/addresses": refusal(409, "account-exists") });
  await press("Change email address");
  await fill("Email address", "ada@example.com");
  await press("Get code");
  await enterCode();
  expect(await screen.findByText(/ada@example.com belongs to another account/)).toBeInTheDocument();

  await press("Use another address");

  expect(await screen.findByLabelText("Email address")).toHaveValue("");
});

it("closes a part on Back, which leads one step back before", async () => {
  await draw();
  await press("Change email address");
  await fill("Email address", "ada@example.com");
  await press("Get code");
  await screen.findByLabelText("Code");

  act(() => history.back());
  expect(await screen.findByLabelText("Email address")).toHaveValue("ada@example.com");
  act(() => history.back());

  await waitFor(() => expect(screen.getByRole("button", { name: "Change email address" })).toHaveFocus());
});

it("opens the same part at the same step after a refresh", async () => {
  const first = await draw();
  await press("Change email address");
  await fill("Email address", "ada@example.com");
  await press("Get code");
  await screen.findByLabelText("Code");
  first.unmount();

  await draw();

  expect(await screen.findByLabelText("Code")).toBeInTheDocument();
});

it("renews a stale session by a code to an address of the account, and goes on with the proof", async () => {
  const { server } = await draw({ "PUT /account/addresses": stale }, { hasPassword: false });
  await press("Add a phone number");
  server.routes["POST /session"] = () => {
    server.routes["PUT /account/addresses"] = { body: { account: { ...jane, phone: "+14155550132" } } };
    return { status: 201, body: { account: jane } };
  };
  await screen.findByRole("option", { name: "United Kingdom (+44)" });
  await fill("Phone number", "+1 415 555 0132");
  await press("Get code");
  await enterCode();

  const dialog = await screen.findByRole("dialog", { name: "Confirm that it is you" });
  await press("Send the code to jane@example.com");
  await userEvent.click(await within(dialog).findByLabelText("Code"));
  await userEvent.paste("123456");

  expect(await screen.findByText("+14155550132 now belongs to your account.")).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(server.to("POST /challenges").map(({ body }) => body)).toMatchObject([
    { purpose: "change-address", address: "+14155550132" },
    { purpose: "sign-in", address: "jane@example.com" },
  ]);
});

it("renews a stale session by the password, and keeps what was typed by whoever would rather not", async () => {
  const { server } = await draw({ "PUT /account/password": stale, "POST /session": unauthenticated });
  await press("Change password");
  await fill("Current password", "the old one");
  await fill("New password", "a plain but long password");
  await press("Save");
  const dialog = await screen.findByRole("dialog", { name: "Confirm that it is you" });
  await press("Cancel");
  expect((await screen.findAllByText(/You signed in a while ago/)).length).toBeGreaterThan(0);
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  expect(screen.getByLabelText("New password")).toHaveValue("a plain but long password");

  await press("Save");
  await fill("Password", "wrong");
  await press("Confirm");
  expect(await screen.findByText("This is not your current password.")).toBeInTheDocument();
  server.routes["POST /session"] = () => {
    server.routes["PUT /account/password"] = { body: { account: jane } };
    return { status: 201, body: { account: jane } };
  };
  await press("Confirm");

  expect(await screen.findByText(/Your password is saved/)).toBeInTheDocument();
  expect(server.to("POST /session").at(-1)?.body).toMatchObject({ address: "jane@example.com" });
});

it("says beside the field which password is wrong, and takes the address along to a new one", async () => {
  const { server } = await draw({ "PUT /account/password": refusal(422, "password-incorrect") });
  await press("Change password");
  await fill("Current password", "wrong");
  await fill("New password", "short");
  await press("Save");
  expect(await screen.findByText("A password needs at least 8 characters.")).toBeInTheDocument();
  expect(server.to("PUT /account/password")).toHaveLength(0);
  await fill("New password", " but longer");
  await press("Save");
  expect(await screen.findByText("This is not your current password.")).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText("Current password")).toHaveFocus());

  server.routes["PUT /account/password"] = refusal(422, "weak-password", { errors: [] });
  await press("Save");
  expect(await screen.findByText(/too easy to guess/)).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText("New password")).toHaveFocus());
  const forgot = screen.getByRole("link", { name: "Forgot your password?" });
  forgot.addEventListener("click", (event) => event.preventDefault());
  await userEvent.click(forgot);

  expect(readDraft()).toMatchObject({ channel: "email", email: "jane@example.com" });
});

it("deletes the account after a code to one of its addresses and one more question", async () => {
  const { server } = await draw({ "DELETE /account": done }, { phone: "+14155550132" });
  await press("Delete account");
  expect(await screen.findByRole("button", { name: "Send the code to +14155550132" })).toBeInTheDocument();
  await press("Send the code to jane@example.com");
  await enterCode();
  await waitFor(() =>
    expect(screen.getByRole("heading", { name: "Delete your account for good?" })).toHaveFocus(),
  );
  expect(server.to("DELETE /account")).toHaveLength(0);

  await press("Delete for good");

  await waitFor(() =>
    expect(screen.getByRole("heading", { name: "Your account is deleted." })).toHaveFocus(),
  );
  expect(server.to("POST /challenges")[0]?.body).toMatchObject({ purpose: "delete-account" });
  expect(server.to("DELETE /account")[0]?.body).toEqual({ proof: "proof" });
  expect(localStorage).toHaveLength(0);
});

it("keeps the account of whoever thinks better of it", async () => {
  const { server } = await draw();
  await press("Delete account");
  await press("Send the code to jane@example.com");
  await enterCode();

  await press("Keep the account");

  await waitFor(() => expect(screen.getByRole("button", { name: "Delete account" })).toHaveFocus());
  expect(server.to("DELETE /account")).toHaveLength(0);
});

it("shows no account again by an answer that is older than the sign-out", async () => {
  await draw({ "DELETE /session": done });
  const answered = fetch;
  let answer = (_: Response) => {};
  vi.stubGlobal("fetch", (url: string, init: RequestInit) =>
    init.method === "GET" && url === "/api/session"
      ? new Promise<Response>((resolve) => (answer = resolve))
      : answered(url, init),
  );
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  await press("Sign out");
  await screen.findByRole("heading", { name: "You are signed out" });

  await act(async () => answer(Response.json({ account: jane })));

  expect(screen.getByRole("heading", { name: "You are signed out" })).toBeInTheDocument();
});

it("offers to keep no account whose end is on its way", async () => {
  await draw();
  await press("Delete account");
  await press("Send the code to jane@example.com");
  await enterCode();
  const answer = fetch;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) =>
    init.method === "DELETE" ? new Promise(() => undefined) : answer(url, init),
  );
  await press("Delete for good");

  await press("Keep the account");

  expect(screen.getByRole("heading", { name: "Delete your account for good?" })).toBeInTheDocument();
});

it("shows nothing of the account once a call has found the session over", async () => {
  await draw({ "PATCH /account": unauthenticated });
  await press("Change name");
  await waitFor(() => expect(screen.getByLabelText("Name")).toHaveFocus());
  await userEvent.keyboard("Ada{Enter}");

  await waitFor(() => expect(screen.getByRole("heading", { name: "You are signed out" })).toHaveFocus());
});
