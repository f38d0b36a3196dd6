// Has a captcha solved for an address, in a dialog over the page, and hands its token on. Once more where the server
// wants to see more.
"use client";
import { useState } from "react";
import { flushSync } from "react-dom";
import type { Purpose } from "@/lib/contract";
import { openToWork } from "@/lib/open-to-work";
import type { Translate } from "@/messages/translator";
import { loadCaptcha, type ShownCaptcha } from "../captcha-kinds";
import type { Refusal } from "../problem-sentence";
import { painted } from "../ui/painted";
import type { Target } from "./journey";
import type { TypedAddress } from "./use-address";

/** How many more checks are asked for in a row. One is enough, unless another instance of the server answers. */
const mostMore = 2;
/** Refusals after which it may be another one. */
const doubts = new Set<string | undefined>(["unavailable", "captcha-failed", "not-found"]);

export function useCaptcha({
  t,
  purpose,
  typed,
  onAsk,
  send,
  onFailed,
  onEnd,
}: {
  t: Translate;
  purpose: Purpose;
  typed: Pick<TypedAddress, "captcha" | "doubtCaptcha">;
  onAsk: () => void;
  /** What needs the token. Resolves with the refusal, if there was one. */
  send: (target: Target, captchaToken: string) => Promise<Refusal | undefined>;
  /** There is no captcha to be had. */
  onFailed: (error: unknown) => void;
  /** It was sent, or refused for good; or there is no captcha for this address. */
  onEnd?: (target: Target, refusal: Refusal | undefined) => void;
}) {
  /** The captcha is open for this address; `more`: how often the server wanted one more. */
  const [asking, setAsking] = useState<{
    target: Target;
    captcha: ShownCaptcha;
    siteKey: string | undefined;
    more: number;
  }>();

  const ask = async (target: Target, more = 0): Promise<void> => {
    onAsk();
    try {
      const { kind, siteKey } = await typed.captcha();
      if (kind === "off") return await pass(target, "off");
      // The dialog takes a slow phone a while.
      await painted();
      setAsking({ target, captcha: await loadCaptcha(kind), siteKey, more });
    } catch (error) {
      onFailed(error);
    }
  };

  const pass = async (target: Target, captchaToken: string) => {
    const refusal = await send(target, captchaToken);
    if (doubts.has(refusal?.code)) typed.doubtCaptcha();
    if (asking && asking.more < mostMore && openToWork.has(refusal?.limit)) {
      return ask(target, asking.more + 1);
    }
    end(target, refusal);
  };

  const end = (target: Target, refusal?: Refusal) => {
    // Closed before the focus moves, since a closing dialog hands the focus back.
    flushSync(() => setAsking(undefined));
    onEnd?.(target, refusal);
  };

  const dialog = asking && (
    <asking.captcha.Dialog
      t={t}
      kind={asking.captcha.kind}
      Captcha={asking.captcha.Captcha}
      siteKey={asking.siteKey}
      more={asking.more}
      purpose={purpose}
      target={asking.target}
      onSolved={(captchaToken) => void pass(asking.target, captchaToken)}
      onAddressRefused={(refusal) => end(asking.target, refusal)}
      onClose={() => {
        typed.doubtCaptcha();
        setAsking(undefined);
      }}
    />
  );

  return { ask, asking: asking !== undefined, dialog };
}
