// The page behind the door.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { fakeServer, refusal } from "./testing/fake-server";
import { messages } from "./testing/texts";
import { Welcome } from "./welcome";

const account = {
  id: "account-1",
  name: "Jane",
  email: "jane@example.com",
  phone: null,
  hasPassword: false,
  createdAt: "2026-01-31T12:00:00.000Z",
};

it("greets whoever is signed in and lets them out", async () => {
  const server = fakeServer({ "GET /session": { body: { account } }, "DELETE /session": { status: 204 } });
  localStorage.setItem("firstgate.sign-up", "{}");
  render(<Welcome locale="en" messages={messages} />);

  expect(await screen.findByRole("heading", { name: "Welcome, Jane." })).toBeInTheDocument();
  expect(screen.getByText("jane@example.com")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Sign out" }));

  expect(await screen.findByRole("link", { name: "Sign up" })).toHaveAttribute("href", "/en/sign-up");
  expect(server.to("DELETE /session")).toHaveLength(1);
  expect(localStorage).toHaveLength(0);
});

it("needs no call when the server has said who is signed in", () => {
  const server = fakeServer({});

  render(<Welcome locale="en" messages={messages} account={{ ...account, name: null }} />);

  expect(screen.getByRole("heading", { name: "You are in." })).toBeInTheDocument();
  expect(server.calls).toEqual([]);
});

it("leads whoever is not signed in to the sign-up", async () => {
  fakeServer({ "GET /session": refusal(401, "unauthenticated") });

  render(<Welcome locale="en" messages={messages} />);

  expect(await screen.findByRole("link", { name: "Sign up" })).toBeInTheDocument();
});

it("keeps the person signed in, and says why, when signing out fails", async () => {
  fakeServer({ "GET /session": { body: { account } }, "DELETE /session": "unreachable" });
  render(<Welcome locale="en" messages={messages} />);

  await userEvent.click(await screen.findByRole("button", { name: "Sign out" }));

  expect((await screen.findAllByText(/cannot reach the server/)).length).toBeGreaterThan(0);
  expect(screen.getByRole("button", { name: "Sign out" })).toBeInTheDocument();
});
