// The code field: what it makes of what is typed, and that it submits by itself exactly once.
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { CodeField } from "./code-field";

function Example({ onComplete }: { onComplete: (code: string) => void }) {
  const [code, setCode] = useState("");
  return <CodeField label="Code" length={6} value={code} onChange={setCode} onComplete={onComplete} />;
}

/** Types into the field with the caret at a place. */
async function typeAt(field: HTMLElement, place: number, keys: string) {
  await userEvent.type(field, keys, { initialSelectionStart: place, initialSelectionEnd: place });
}

function draw() {
  const onComplete = vi.fn();
  render(<Example onComplete={onComplete} />);
  return { onComplete, field: screen.getByLabelText<HTMLInputElement>("Code") };
}

it("submits once, when the sixth digit arrives", async () => {
  const { field, onComplete } = draw();

  await userEvent.type(field, "12345");
  expect(onComplete).not.toHaveBeenCalled();
  await userEvent.type(field, "6");
  await userEvent.type(field, "7");

  expect(onComplete.mock.calls).toEqual([["123456"]]);
  expect(field).toHaveValue("123456");
});

it("finds the code in a pasted message", async () => {
  const { field, onComplete } = draw();

  await userEvent.click(field);
  await userEvent.paste("Your code is 123 456");

  expect(onComplete.mock.calls).toEqual([["123456"]]);
});

it("takes the digits of other scripts and ignores everything else", async () => {
  const { field } = draw();

  await userEvent.type(field, "１a٢ 3");

  expect(field).toHaveValue("123");
});

it("asks phones for their number keys and for the code of the message", () => {
  const { field } = draw();

  expect(field).toHaveAttribute("inputmode", "numeric");
  expect(field).toHaveAttribute("autocomplete", "one-time-code");
  expect(field).not.toHaveAttribute("maxlength");
});

it("takes six digits that are filled in at once", () => {
  const { field, onComplete } = draw();

  fireEvent.change(field, { target: { value: "123456" } });

  expect(onComplete.mock.calls).toEqual([["123456"]]);
});

it("takes a pasted code for the whole, whatever is there, and a part of one where the caret is", async () => {
  const { field, onComplete } = draw();
  await userEvent.type(field, "12");
  await userEvent.paste("34");
  expect(field).toHaveValue("1234");

  await userEvent.paste("Your code is ９８７-６５４, valid for 5 minutes");

  expect(field).toHaveValue("987654");
  expect(onComplete.mock.calls).toEqual([["987654"]]);
});

it("lets a digit in the middle be deleted and typed anew, with the caret where it was", async () => {
  const { field, onComplete } = draw();
  await userEvent.type(field, "123956");

  await typeAt(field, 4, "{Backspace}");
  expect(field).toHaveValue("12356");
  expect(field.selectionStart).toBe(3);
  await userEvent.keyboard("4");

  expect(field).toHaveValue("123456");
  expect(field.selectionStart).toBe(4);
  expect(onComplete.mock.calls).toEqual([["123956"], ["123456"]]);
});

it("types over the digit behind the caret when the code is full", async () => {
  const { field, onComplete } = draw();
  await userEvent.type(field, "123956");

  await typeAt(field, 3, "4");

  expect(field).toHaveValue("123456");
  expect(field.selectionStart).toBe(4);
  expect(onComplete.mock.calls).toEqual([["123956"], ["123456"]]);
});

it("keeps the caret where a letter in the middle is ignored", async () => {
  const { field } = draw();
  await userEvent.type(field, "1234");

  await typeAt(field, 2, "x");

  expect(field).toHaveValue("1234");
  expect(field.selectionStart).toBe(2);
});
