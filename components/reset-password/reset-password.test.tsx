// A forgotten password, from the address to the account.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { takeNews } from "../account/news";
import { account, drawPage, onTheWay } from "../testing/draw";
import { refusal } from "../testing/fake-server";
import { messages } from "../testing/texts";
import { ResetPassword } from "./reset-password";

async function prove(answer: Parameters<typeof drawPage>[1][string]) {
  const page = drawPage(<ResetPassword locale="en" messages={messages} />, {
    ...onTheWay,
    "PUT /account/password": answer,
  });
  await userEvent.type(screen.getByLabelText("Email address"), "jane@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Get code" }));
  await userEvent.type(await screen.findByLabelText("Code"), "123456");
  await userEvent.click(await screen.findByLabelText("New password"));
  await userEvent.paste("a plain but long password");
  await userEvent.click(screen.getByRole("button", { name: "Save password" }));
  return page;
}

it("sets a new password and leads to the account", async () => {
  const { server, replace } = await prove({ body: { account } });

  await waitFor(() => expect(replace).toHaveBeenCalledWith("/en/account"));
  expect(server.to("POST /challenges")[0]?.body).toMatchObject({ purpose: "reset-password" });
  expect(server.to("PUT /account/password")[0]?.body).toEqual({
    proof: "proof",
    password: "a plain but long password",
  });
  expect(takeNews()).toBe("passwordChanged");
  expect(localStorage).toHaveLength(0);
});

it("refuses a password that is easy to guess beside its field, and keeps it", async () => {
  const { server, replace } = await prove(refusal(422, "weak-password", { errors: [] }));
  const field = screen.getByLabelText("New password");
  expect(await screen.findByText(/too easy to guess/)).toBeInTheDocument();
  await waitFor(() => expect(field).toHaveFocus());
  expect(field).toHaveValue("a plain but long password");

  server.routes["PUT /account/password"] = { body: { account } };
  await userEvent.type(field, " of mine{Enter}");

  await waitFor(() => expect(replace).toHaveBeenCalled());
});

it("says that the address has no account, and leads to the sign-up", async () => {
  await prove(refusal(401, "unauthenticated"));

  await waitFor(() => expect(screen.getByRole("heading", { name: "No account here yet" })).toHaveFocus());
  expect(screen.getByText(/There is no account with jane@example.com/)).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Create an account" })).toHaveAttribute("href", "/en/sign-up");
});

it("leads back to the address, with a word why, when too much time has passed", async () => {
  await prove(refusal(410, "proof-gone"));

  expect((await screen.findAllByText(/Too much time has passed/)).length).toBeGreaterThan(0);
  expect(screen.getByLabelText("Email address")).toHaveValue("jane@example.com");
});
