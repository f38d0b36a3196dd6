// The help for codes that do not arrive.
import { act, fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { CodeHelp } from "./code-help";
import { t } from "./testing/texts";

beforeEach(() => {
  vi.useFakeTimers();
});

const onChange = vi.fn();
const help = (part: Partial<Parameters<typeof CodeHelp>[0]> = {}) => (
  <CodeHelp
    {...{ t, channel: "email", sentTo: "a•••@example.com", waiting: true, otherChannel: "sms", onChange }}
    {...part}
  />
);
const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

it("opens by itself after 20 seconds, is heard once, and stays closed once it was closed", async () => {
  render(help());
  const details = screen.getByRole("group");
  await pass(19);
  expect(details).not.toHaveAttribute("open");
  expect(screen.getByRole("status")).toBeEmptyDOMElement();

  await pass(1);
  expect(details).toHaveAttribute("open");
  expect(screen.getByRole("status")).toHaveTextContent(
    "Still no code? Look in the spam folder, and check that a•••@example.com is spelled right.",
  );

  details.removeAttribute("open");
  fireEvent(details, new Event("toggle"));
  await pass(60);
  expect(details).not.toHaveAttribute("open");
});

it("offers to mend the number and to use the other channel", async () => {
  render(help({ channel: "sms", otherChannel: "email" }));
  await pass(20);

  fireEvent.click(screen.getByText("Change"));
  fireEvent.click(screen.getByText("Use email instead"));

  expect(onChange.mock.calls).toEqual([[], ["email"]]);
});

it("leaves whoever has begun to type the code alone", async () => {
  const page = render(help());
  await pass(15);
  page.rerender(help({ waiting: false }));
  await pass(60);

  expect(screen.getByRole("group")).not.toHaveAttribute("open");
});
