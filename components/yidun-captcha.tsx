// NetEase Yidun in the browser: embedded in our dialog, because what the vendor hangs on the page itself would lie
// under it, out of reach. It knows no dark, so it lies on white. Never the vendor's "fallback" script: on a bad day
// that one hands out a constant in place of a token.
//
// @see https://support.dun.163.com/documents/15588062143475712?docId=294963751458885632
"use client";
import type { CaptchaProps } from "./captcha-kinds";
import { type DrawWidget, VendorCaptcha } from "./vendor-captcha";
import { forgetVendorScript, loadVendorScript } from "./vendor-script";

interface Instance {
  destroy?(): void;
}

type InitNECaptcha = (
  options: {
    captchaId: string;
    element: string;
    mode: "embed";
    apiVersion: 2;
    protocol: "https";
    width: "auto";
    lang: string;
    extraData: string;
    onReady(): void;
    onVerify(error: unknown, data?: { validate?: string; isFallback?: boolean }): void;
  },
  onLoad: (instance: Instance) => void,
  onError: (error: unknown) => void,
) => void;

const script = "https://cstaticdun.126.net/load.min.js";
let drawn = 0;

const draw: DrawWidget = async (host, { siteKey, purpose, locale }, events) => {
  // By the minute, as the vendor asks: the loader names the versions of everything else.
  await loadVendorScript("yidun", `${script}?t=${Math.floor(Date.now() / 60_000)}`);
  const { initNECaptcha } = window as { initNECaptcha?: InitNECaptcha };
  if (!initNECaptcha) {
    forgetVendorScript("yidun");
    throw new Error("no initNECaptcha");
  }
  host.id = `yidun-${++drawn}`;
  const instance = await new Promise<Instance>((loaded, failed) => {
    initNECaptcha(
      {
        ...{ captchaId: siteKey, element: `#${host.id}`, mode: "embed", apiVersion: 2, protocol: "https" },
        ...{ width: "auto", extraData: purpose },
        // A region counts for Chinese only.
        lang: locale.startsWith("zh") ? locale : locale.slice(0, 2),
        onReady: events.onReady,
        onVerify(error, data) {
          // A wrong try: the widget itself says so, and draws another.
          if (error || !data?.validate) return;
          if (data.isFallback) return events.onTrouble();
          events.onToken(data.validate);
        },
      },
      loaded,
      failed,
    );
  });
  events.onReady();
  return () => instance.destroy?.();
};

export function YidunCaptcha(props: CaptchaProps) {
  return (
    <VendorCaptcha
      {...props}
      draw={draw}
      className="min-h-60! rounded-inner bg-[#fff] p-2 text-[#111] [color-scheme:light]"
    />
  );
}
