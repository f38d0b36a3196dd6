// Runs before every component test: matchers, clean-up, and no console.error that a test did not ask for.
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, expect, vi } from "vitest";

// A busy machine is no defect.
configure({ asyncUtilTimeout: 4000 });

// jsdom draws no dialogs: enough of one for the tests.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.setAttribute("open", "");
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  if (!this.hasAttribute("open")) return;
  this.removeAttribute("open");
  this.dispatchEvent(new Event("close"));
};

// Nor does it scroll.
Element.prototype.scrollIntoView ??= () => undefined;

// Nor does it measure fonts.
HTMLCanvasElement.prototype.getContext = () => null;

beforeEach(() => {
  vi.spyOn(console, "error");
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, "");
  vi.useRealTimers();
  const errors = vi.mocked(console.error).mock.calls;
  vi.restoreAllMocks();
  expect(errors, "unexpected console.error").toEqual([]);
});
