import "server-only";
// The register of captcha vendors.
import type { CaptchaVendorModule } from "./define";
import { turnstile } from "./turnstile";
import { yidun } from "./yidun";

export const captchaVendors = [turnstile, yidun] as readonly unknown[] as readonly CaptchaVendorModule[];
