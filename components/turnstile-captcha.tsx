// Cloudflare Turnstile in the browser. Its widget speaks the person's language and follows light and dark by itself.
//
// @see https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/
"use client";
import type { CaptchaProps } from "./captcha-kinds";
import { type DrawWidget, VendorCaptcha } from "./vendor-captcha";
import { forgetVendorScript, loadVendorScript } from "./vendor-script";

interface Turnstile {
  render(
    host: HTMLElement,
    options: {
      sitekey: string;
      action: string;
      language: string;
      theme: "auto";
      size: "flexible" | "compact";
      "response-field": false;
      "refresh-expired": "manual";
      "refresh-timeout": "manual";
      callback(token: string): void;
      "expired-callback"(): void;
      "timeout-callback"(): void;
      "unsupported-callback"(): void;
      /** true: handled here, nothing for the console. */
      "error-callback"(code?: string): boolean;
    },
  ): string | null | undefined;
  remove(widget: string): void;
}

const script = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";
/** The least that the widget needs in its usual shape. */
const usualWidth = 300;

const draw: DrawWidget = async (host, { siteKey, purpose, locale }, events) => {
  await loadVendorScript("turnstile", script);
  const { turnstile } = window as { turnstile?: Turnstile };
  if (!turnstile) {
    forgetVendorScript("turnstile");
    throw new Error("no turnstile");
  }
  const widget = turnstile.render(host, {
    ...{ sitekey: siteKey, action: purpose, language: locale, theme: "auto" },
    size: host.clientWidth > 0 && host.clientWidth < usualWidth ? "compact" : "flexible",
    // The token goes where it belongs at once; a renewed one would be nobody's.
    ...{ "response-field": false, "refresh-expired": "manual", "refresh-timeout": "manual" },
    callback: events.onToken,
    "expired-callback": events.onExpired,
    "timeout-callback": events.onExpired,
    "unsupported-callback": events.onTrouble,
    "error-callback"() {
      events.onTrouble();
      return true;
    },
  });
  if (!widget) throw new Error("no widget");
  events.onReady();
  return () => turnstile.remove(widget);
};

export function TurnstileCaptcha(props: CaptchaProps) {
  return <VendorCaptcha {...props} draw={draw} />;
}
