// Which component asks for which captcha, loaded while the address is typed.
import type { ComponentType } from "react";
import { ApiProblem } from "@/lib/api-client";
import { whenOnline } from "@/lib/connection";
import type { CaptchaKind, Channel, Purpose } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import type { CaptchaDialog } from "./captcha-dialog";
import type { Refusal } from "./problem-sentence";

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
  slider: async () => (await import("./slider-captcha")).SliderCaptcha,
  turnstile: async () => (await import("./turnstile-captcha")).TurnstileCaptcha,
  yidun: async () => (await import("./yidun-captcha")).YidunCaptcha,
};

/** A captcha and the dialog around it. */
export interface ShownCaptcha {
  kind: ShownKind;
  Captcha: ComponentType<CaptchaProps>;
  Dialog: typeof CaptchaDialog;
}

/** @throws ApiProblem `unreachable` when it cannot be loaded */
export async function loadCaptcha(kind: ShownKind): Promise<ShownCaptcha> {
  try {
    const [Captcha, { CaptchaDialog: Dialog }] = await whenOnline(() =>
      Promise.all([kinds[kind](), import("./captcha-dialog")]),
    );
    return { kind, Captcha, Dialog };
  } catch {
    throw new ApiProblem({ code: "unreachable" });
  }
}
