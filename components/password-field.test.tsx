// The password field: what it tells of a new password, and what browsers and screen readers are told.
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { PasswordField } from "./password-field";
import { t } from "./testing/texts";

function Example({ kind }: { kind?: "new" | "current" }) {
  const [value, setValue] = useState("");
  return (
    <PasswordField
      t={t}
      kind={kind}
      label="Password"
      value={value}
      minLength={8}
      onChange={(event) => setValue(event.target.value)}
    />
  );
}

it("says how long a new password has to be before it is an error, then how strong it is", async () => {
  render(<Example />);
  const field = screen.getByLabelText("Password");
  expect(field).toHaveAccessibleDescription("At least 8 characters");
  expect(field).toHaveAttribute("autocomplete", "new-password");
  expect(field).toBeRequired();

  await userEvent.click(field);
  await userEvent.paste("notes on the analytical engine");

  expect(await screen.findByText("Strength: strong")).toBeInTheDocument();
});

it("shows the password under a button that keeps its name and says its state", async () => {
  render(<Example />);
  const button = screen.getByRole("button", { name: "Show password", pressed: false });

  await userEvent.click(button);

  expect(screen.getByRole("button", { name: "Show password", pressed: true })).toBe(button);
  expect(screen.getByLabelText("Password")).toHaveAttribute("type", "text");
});

it("says nothing about how good a current password is", async () => {
  render(<Example kind="current" />);
  await userEvent.type(screen.getByLabelText("Password"), "short");

  expect(screen.getByLabelText("Password")).toHaveAttribute("autocomplete", "current-password");
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("hints at Caps Lock while it is on", () => {
  render(<Example kind="current" />);
  const field = screen.getByLabelText("Password");

  fireEvent.keyDown(field, { key: "A", modifierCapsLock: true });
  expect(screen.getByRole("status")).toHaveTextContent("Caps Lock is on.");
  fireEvent.keyUp(field, { key: "CapsLock", modifierCapsLock: false });
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});
