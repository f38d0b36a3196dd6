// The brand's side of the door, shown beside a form where there is room: name, one sentence, the gate.
import type { Translate } from "@/messages/translator";
import { Gate } from "./gate";
import { Logo } from "./logo";

export function BrandPanel({ t }: { t: Translate }) {
  return (
    <div className="relative isolate flex h-full flex-col gap-[7vh] overflow-hidden rounded-card bg-panel bg-linear-160 from-panel to-panel-deep p-10 text-on-panel xl:p-12">
      <Logo />
      <div className="flex max-w-md flex-col gap-3">
        <p className="text-balance font-semibold text-3xl leading-heading tracking-tight xl:text-4xl">
          {t("panel.title")}
        </p>
        <p className="text-on-panel-muted leading-relaxed">{t("panel.text")}</p>
      </div>
      {/* As high as the words leave room. */}
      <Gate className="-mx-6 -mb-10 xl:-mb-12 min-h-0 w-[calc(100%+3rem)] flex-1" />
    </div>
  );
}
