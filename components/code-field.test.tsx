// The code field: what it makes of what is typed, and that it submits by itself exactly once.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { CodeField } from "./code-field";

function Example({ onComplete }: { onComplete: (code: string) => void }) {
  const [code, setCode] = useState("");
  return <CodeField label="Code" length={6} value={code} onChange={setCode} onComplete={onComplete} />;
}

function draw() {
  const onComplete = vi.fn();
  render(<Example onComplete={onComplete} />);
  return { onComplete, field: screen.getByLabelText("Code") };
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
