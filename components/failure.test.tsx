import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, it, vi } from "vitest";
import en from "@/messages/en.json";
import { Failure } from "./failure";
import { FailureTexts } from "./failure-texts";
import { english, failureWords } from "./failure-words";

afterEach(() => document.body.replaceChildren());

it("An error page speaks the language of the page that broke", () => {
  document.body.innerHTML = renderToStaticMarkup(<FailureTexts locale="ar" />);
  expect(failureWords()).toMatchObject({ locale: "ar", dir: "rtl", title: expect.any(String) });
});

it("An error page without a page says what the English texts say", () => {
  expect(failureWords()).toEqual({ ...en.failure, locale: "en", dir: "ltr" });
});

it("An error page tries again when asked, and leads home", async () => {
  const retry = vi.fn();
  render(<Failure words={english} onRetry={retry} />);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(retry).toHaveBeenCalledOnce();
  expect(screen.getByRole("link").getAttribute("href")).toBe("/en");
});
