// The slider takes over while a captcha vendor is down (`CAPTCHA=turnstile,slider`). No request chooses: puzzles are
// issued only while we find the vendor down, so a token of ours is the proof that we did when it was earned.
import type { Captcha, Keyring } from "../ports";
import { Problem } from "../problem";
import type { Slider } from "./index";
import type { VendorCaptcha } from "./vendor";

export function takeover(
  vendor: VendorCaptcha,
  slider: Slider,
  keyring: Keyring,
): { captcha: Captcha; slider: Slider } {
  return {
    captcha: {
      // Whoever makes up something like a token of ours has it looked up, and refused, among ours.
      redeem: (token, bearer, admission) =>
        (token !== undefined && keyring.knows(token) ? slider : vendor).redeem(token, bearer, admission),
    },
    slider: {
      ...slider,
      async issue(...request) {
        if (!vendor.isDown()) throw new Problem("not-found");
        return slider.issue(...request);
      },
    },
  };
}
