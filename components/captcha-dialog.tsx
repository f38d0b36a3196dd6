// The captcha over the page: a native dialog, so the page behind is inert, Esc closes, and focus comes back.
// A sheet at the lower edge of phones, where a thumb reaches it.
"use client";
import { type ComponentType, useId, useState } from "react";
import type { MessageKey } from "@/messages/translator";
import type { CaptchaProps, ShownKind, Way } from "./captcha-kinds";
import { ConnectionNotice } from "./connection-notice";
import { CloseIcon } from "./ui/icons";
import { Notice } from "./ui/notice";

/** Opens a dialog when it is drawn; closing it before it goes hands focus back to where it was. */
function open(dialog: HTMLDialogElement | null) {
  if (!dialog) return;
  dialog.showModal();
  return () => dialog.close();
}

export interface ShownCaptcha {
  kind: ShownKind;
  siteKey?: string;
  Captcha: ComponentType<CaptchaProps>;
}

const titles: Record<Way, MessageKey> = { picture: "captcha.title", work: "captcha.work.title" };

export function CaptchaDialog({
  captcha: { kind, siteKey, Captcha },
  more,
  onClose,
  ...props
}: Omit<CaptchaProps, "siteKey" | "way" | "onWay"> & {
  captcha: ShownCaptcha;
  /** How often the server wanted to see one more solution before it sends. */
  more: number;
  onClose: () => void;
}) {
  const { t } = props;
  const title = useId();
  // Whoever could not use the picture is not asked to when there is one more.
  const [way, setWay] = useState<Way>("picture");
  return (
    <dialog
      ref={open}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className="m-auto w-full max-w-none bg-transparent p-0 text-ink max-sm:mb-0 sm:w-[clamp(19rem,calc((100dvh-17rem)*1.6),26rem)] open:animate-sheet"
    >
      <ConnectionNotice t={t} />
      <div className="relative rounded-card bg-surface p-5 shadow-card ring-1 ring-line forced-colors:border max-sm:rounded-b-none max-sm:pb-[max(1.25rem,env(safe-area-inset-bottom))] sm:p-6">
        <h2 id={title} className="mb-4 pe-10 font-semibold text-lg leading-8 tracking-tight">
          {t(kind === "slider" ? titles[way] : "captcha.vendor.title")}
        </h2>
        {more > 0 && (
          <div className="mb-4">
            <Notice look="caution">{t("captcha.oneMore")}</Notice>
          </div>
        )}
        <Captcha key={more} {...props} strong={more > 0} siteKey={siteKey} way={way} onWay={setWay} />
        {/* Last in order, so that the captcha is the first stop of the keyboard. */}
        <button
          type="button"
          aria-label={t("captcha.close")}
          onClick={onClose}
          className="absolute end-3 top-3.5 flex sm:top-4.5 size-11 items-center justify-center rounded-full text-muted transition hover:bg-sunken hover:text-ink"
        >
          <CloseIcon className="size-5" />
        </button>
      </div>
    </dialog>
  );
}
