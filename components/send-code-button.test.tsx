// The countdown to the next send.
import { act, fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { SendCodeButton } from "./send-code-button";
import { t } from "./testing/texts";
import { momentIn } from "./use-seconds-left";

beforeEach(() => {
  vi.useFakeTimers();
});

function draw(seconds: number) {
  const onSend = vi.fn<() => Promise<void>>(() => Promise.resolve());
  render(<SendCodeButton t={t} readyAt={momentIn(seconds)} onSend={onSend} />);
  return onSend;
}

const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

it("says how long until another send, and then offers it", async () => {
  const onSend = draw(62);
  expect(screen.getByRole("button")).toHaveTextContent("Send again in 1:02");

  await pass(20);
  expect(screen.getByRole("button")).toHaveTextContent("Send again in 0:42");
  fireEvent.click(screen.getByRole("button"));
  expect(onSend).not.toHaveBeenCalled();

  await pass(42);
  expect(screen.getByRole("button")).toHaveTextContent(/^Send again$/);
  expect(screen.getByRole("status")).toHaveTextContent("You can ask for another code now.");
  fireEvent.click(screen.getByRole("button"));
  expect(onSend).toHaveBeenCalledOnce();
  await pass(0);
});

it("is busy from the click on, until the send has settled", async () => {
  const onSend = draw(0);
  let settle = () => {};
  onSend.mockReturnValue(new Promise((resolve) => (settle = resolve)));

  fireEvent.click(screen.getByRole("button"));
  expect(screen.getByRole("button")).toHaveAttribute("aria-busy", "true");
  fireEvent.click(screen.getByRole("button"));
  expect(onSend).toHaveBeenCalledOnce();

  settle();
  await pass(0);
  expect(screen.getByRole("button")).not.toHaveAttribute("aria-busy");
});

it("keeps its name while the clock runs, and lets it be heard at 30 and 10 seconds and at the end", async () => {
  draw(60);
  const heard: string[] = [];
  for (let second = 0; second <= 60; second++) {
    expect(screen.getByRole("button")).toHaveAccessibleName("Send again");
    const said = screen.getByRole("status").textContent ?? "";
    if (said && heard.at(-1) !== said) heard.push(said);
    await pass(1);
  }

  expect(heard).toEqual([
    "Another code can be sent in 30 seconds.",
    "Another code can be sent in 10 seconds.",
    "You can ask for another code now.",
  ]);
});

it("keeps its place for the keyboard while it waits", () => {
  draw(30);

  expect(screen.getByRole("button")).toBeEnabled();
  expect(screen.getByRole("button")).toHaveAttribute("aria-disabled", "true");
});

it("is not moved by a wall clock that is wrong or set anew", async () => {
  vi.setSystemTime(new Date("1999-01-01"));
  draw(60);
  expect(screen.getByRole("button")).toHaveTextContent("Send again in 1:00");

  vi.setSystemTime(new Date("2044-01-01"));
  await pass(1);

  expect(screen.getByRole("button")).toHaveTextContent("Send again in 0:59");
});

it("catches up when a tab whose timers slept becomes visible", async () => {
  draw(60);
  const asleep = performance.now() + 45_000;
  vi.spyOn(performance, "now").mockReturnValue(asleep);

  act(() => {
    document.dispatchEvent(new Event("visibilitychange"));
  });

  expect(screen.getByRole("button")).toHaveTextContent("Send again in 0:15");
});
