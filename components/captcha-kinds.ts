// Which component asks for which captcha. The slider comes with the page, a vendor's only where it is chosen.
import type { ComponentType } from "react";
import { ApiProblem } from "@/lib/api-client";
import type { CaptchaKind, Channel, Purpose } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import type { Refusal } from "./problem-sentence";
import { SliderCaptcha } from "./slider-captcha";

export interface CaptchaProps {
  t: Translate;
  purpose: Purpose;
  /** Names us to a vendor. */
  siteKey?: string;
  /** Where the code is to go: the captcha token will serve no other address. */
  target?: { channel: Channel; address: string };
  /** Our own captcha shall cost as much work as a suspect's: the server wanted to see more. */
  strong?: boolean;
  /** How our own captcha is asked for at first. */
  way?: Way;
  onSolved: (captchaToken: string) => void;
  /** No captcha for this address: it has to be mended. */
  onAddressRefused?: (refusal: Refusal) => void;
  /** The person has chosen how our own captcha is asked for. */
  onWay?: (way: Way) => void;
}

/** With a picture and a slider, or with work in their place. */
export type Way = "picture" | "work";

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
