// The captchas of vendors: what their widgets are told, what comes of what they tell, and another try.
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Locale } from "@/messages/locales";
import { t } from "./testing/texts";
import { scriptOf, settleScript, stubTurnstile, stubYidun } from "./testing/vendor-widgets";
import { TurnstileCaptcha } from "./turnstile-captcha";
import { forgetVendorScript } from "./vendor-script";
import { YidunCaptcha } from "./yidun-captcha";

const cloudflare = "https://challenges.cloudflare.com";
const netease = "https://cstaticdun.126.net";

afterEach(() => {
  forgetVendorScript("turnstile");
  forgetVendorScript("yidun");
});

function draw(Captcha: typeof TurnstileCaptcha, locale: Locale = "en") {
  const onSolved = vi.fn();
  const translate = Object.assign((...given: Parameters<typeof t>) => t(...given), { locale });
  const page = render(<Captcha t={translate} purpose="sign-up" siteKey="site" onSolved={onSolved} />);
  return { onSolved, ...page };
}

describe("Turnstile", () => {
  it("is drawn by the vendor's own script, for our site key, purpose and language", async () => {
    const { drawn } = stubTurnstile();
    draw(TurnstileCaptcha, "zh-Hant");
    expect(screen.getByRole("status")).toHaveTextContent("Loading the check…");
    expect(scriptOf(cloudflare)?.src).toBe(`${cloudflare}/turnstile/v0/api.js?render=explicit`);

    await settleScript(cloudflare, "load");

    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/Follow the steps/));
    expect(drawn).toEqual([
      expect.objectContaining({ sitekey: "site", action: "sign-up", language: "zh-TW", theme: "auto" }),
    ]);
    expect(screen.getByRole("region", { name: "Check that you are a person" })).toBeInTheDocument();
  });

  it("hands its token on once, also when the widget renews it", async () => {
    const { tell } = stubTurnstile();
    const { onSolved } = draw(TurnstileCaptcha);
    await settleScript(cloudflare, "load");

    await tell("callback", "first");
    await tell("expired-callback");
    await tell("callback", "second");

    expect(onSolved.mock.calls).toEqual([["first"]]);
    expect(screen.getByRole("status")).toHaveTextContent("Checking…");
  });

  it("goes with its widget, and draws another for another try after it ran out of time", async () => {
    const { drawn, removed, tell } = stubTurnstile();
    const { unmount } = draw(TurnstileCaptcha);
    await settleScript(cloudflare, "load");
    await tell("timeout-callback");
    expect(screen.getByRole("status")).toHaveTextContent("The check ran out of time.");

    await userEvent.click(screen.getByRole("button", { name: "Try again" }));

    await waitFor(() => expect(drawn).toHaveLength(2));
    expect(removed).toEqual(["widget-1"]);
    unmount();
    expect(removed).toEqual(["widget-1", "widget-2"]);
  });

  it("says that it does not work, goes on when it does after all, and lets nothing into the console", async () => {
    const { tell } = stubTurnstile();
    const { onSolved } = draw(TurnstileCaptcha);
    await settleScript(cloudflare, "load");

    // What tells the vendor's script that nothing is left to be logged.
    expect(await tell("error-callback", "300010")).toBe(true);
    expect(screen.getByRole("status")).toHaveTextContent(/could not be loaded/);
    await tell("callback", "token");

    expect(onSolved).toHaveBeenCalledWith("token");
  });

  it("loads the script anew after it could not be had", async () => {
    draw(TurnstileCaptcha);
    await settleScript(cloudflare, "error");
    expect(await screen.findByText(/could not be loaded/)).toBeInTheDocument();
    expect(scriptOf(cloudflare)).toBeNull();

    const { drawn } = stubTurnstile();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await settleScript(cloudflare, "load");

    await waitFor(() => expect(drawn).toHaveLength(1));
  });

  it("does not wait for ever", async () => {
    vi.useFakeTimers();
    draw(TurnstileCaptcha);
    await vi.advanceTimersByTimeAsync(15_000);
    vi.useRealTimers();
    expect(await screen.findByText(/could not be loaded/)).toBeInTheDocument();
  });
});

describe("Yidun", () => {
  it.each([
    ["pt-BR", "pt"],
    ["zh-Hans", "zh-CN"],
    ["zh-Hant", "zh-TW"],
  ] as const)("is embedded, for our id and purpose, for %s in %s", async (locale, lang) => {
    const { drawn } = stubYidun();
    draw(YidunCaptcha, locale);
    await settleScript(netease, "load");

    await waitFor(() => expect(drawn).toHaveLength(1));
    expect(drawn[0]).toMatchObject({ captchaId: "site", mode: "embed", lang, extraData: "sign-up" });
    expect(document.querySelector(String(drawn[0]?.element))).toBeInTheDocument();
    expect(screen.getByRole("status")).toHaveTextContent(/Follow the steps/);
  });

  it("hands its token on, leaves wrong tries to the widget, and goes with it", async () => {
    const { destroy, verify } = stubYidun();
    const { onSolved, unmount } = draw(YidunCaptcha);
    await settleScript(netease, "load");

    await verify(new Error("not there"));
    expect(onSolved).not.toHaveBeenCalled();
    await verify(null, { validate: "CN31_token" });

    expect(onSolved.mock.calls).toEqual([["CN31_token"]]);
    unmount();
    expect(destroy).toHaveBeenCalledOnce();
  });

  it("hands on nothing that stands in for a token", async () => {
    const { verify } = stubYidun();
    const { onSolved } = draw(YidunCaptcha);
    await settleScript(netease, "load");

    await verify(null, { validate: "constant", isFallback: true });

    expect(onSolved).not.toHaveBeenCalled();
    expect(screen.getByRole("status")).toHaveTextContent(/could not be loaded/);
  });

  it("says so when it cannot be drawn", async () => {
    stubYidun({ fails: true });
    draw(YidunCaptcha);
    await settleScript(netease, "load");

    expect(await screen.findByRole("button", { name: "Try again" })).toBeInTheDocument();
  });
});
