// Which component asks for which captcha. The slider comes with the page, a vendor's only where it is chosen.
import type { ComponentType } from "react";
import { ApiProblem } from "@/lib/api-client";
import type { CaptchaKind, Purpose } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { SliderCaptcha } from "./slider-captcha";

export interface CaptchaProps {
  t: Translate;
  purpose: Purpose;
  /** Names us to a vendor. */
  siteKey?: string;
  onSolved: (captchaToken: string) => void;
}

export type ShownKind = Exclude<CaptchaKind, "off">;

const kinds: Record<ShownKind, () => Promise<ComponentType<CaptchaProps>>> = {
  slider: async () => SliderCaptcha,
  turnstile: async () => (await import("./turnstile-captcha")).TurnstileCaptcha,
  yidun: async () => (await import("./yidun-captcha")).YidunCaptcha,
};

/** @throws ApiProblem `unreachable` when it cannot be loaded */
export function loadCaptcha(kind: ShownKind): Promise<ComponentType<CaptchaProps>> {
  return kinds[kind]().catch(() => {
    throw new ApiProblem({ code: "unreachable" });
  });
}
