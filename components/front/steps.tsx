// How a sign-up goes, in three steps.
import type { ReactNode } from "react";
import type { MessageKey, Translate } from "@/messages/translator";
import { MailIcon, PuzzleIcon, ShieldCheckIcon } from "../ui/icons";

const steps: { icon: ReactNode; title: MessageKey; text: MessageKey }[] = [
  { icon: <MailIcon className="size-5" />, title: "front.addressTitle", text: "front.addressText" },
  { icon: <PuzzleIcon className="size-5" />, title: "front.puzzleTitle", text: "front.puzzleText" },
  { icon: <ShieldCheckIcon className="size-5" />, title: "front.codeTitle", text: "front.codeText" },
];

export function Steps({ t }: { t: Translate }) {
  const count = new Intl.NumberFormat(t.locale);
  return (
    <section aria-labelledby="how" className="flex flex-col gap-8">
      <h2 id="how" className="text-balance font-semibold text-title tracking-tight">
        {t("front.howTitle")}
      </h2>
      <ol className="grid gap-4 sm:grid-cols-3">
        {steps.map(({ icon, title, text }, place) => (
          <li
            key={title}
            className="flex flex-col gap-3 rounded-card bg-surface p-6 shadow-card ring-1 ring-line forced-colors:border"
          >
            <div className="flex items-center justify-between">
              <span className="flex size-11 items-center justify-center rounded-full bg-brand-soft text-brand">
                {icon}
              </span>
              <span aria-hidden="true" className="font-semibold text-3xl text-edge/50 tabular-nums">
                {count.format(place + 1)}
              </span>
            </div>
            <h3 className="mt-2 font-semibold text-lg tracking-tight">{t(title)}</h3>
            <p className="text-muted leading-relaxed">{t(text)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
