// The captcha in a dialog over the page.
"use client";
import { type ComponentType, useState } from "react";
import type { MessageKey } from "@/messages/translator";
import type { CaptchaProps, ShownKind, Way } from "./captcha-kinds";
import { ConnectionNotice } from "./connection-notice";
import { Notice } from "./ui/notice";
import { Sheet } from "./ui/sheet";

const titles: Record<Way, MessageKey> = { picture: "captcha.title", work: "captcha.work.title" };

export function CaptchaDialog({
  kind,
  Captcha,
  more,
  onClose,
  ...props
}: Omit<CaptchaProps, "way" | "onWay"> & {
  kind: ShownKind;
  Captcha: ComponentType<CaptchaProps>;
  /** How often the server wanted to see one more solution before it sends. */
  more: number;
  onClose: () => void;
}) {
  const { t } = props;
  // Whoever could not use the picture is not asked to when there is one more.
  const [way, setWay] = useState<Way>("picture");
  return (
    <Sheet
      // One more arrives as a dialog of its own.
      key={more}
      title={t(kind === "slider" ? titles[way] : "captcha.vendor.title")}
      closeLabel={t("captcha.close")}
      onClose={onClose}
      className="sm:w-[clamp(19rem,calc((100dvh-17rem)*1.6),26rem)]"
    >
      <ConnectionNotice t={t} />
      {more > 0 && (
        <div className="mb-4">
          <Notice look="caution">{t("captcha.oneMore")}</Notice>
        </div>
      )}
      <Captcha {...props} strong={more > 0} way={way} onWay={setWay} />
    </Sheet>
  );
}
