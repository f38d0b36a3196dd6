// What stands behind the door, for whoever runs it.
import { locales } from "@/messages/locales";
import type { MessageKey, Translate } from "@/messages/translator";
import { CheckIcon } from "../ui/icons";

const points: [title: MessageKey, text: MessageKey][] = [
  ["front.guardTitle", "front.guardText"],
  ["front.quietTitle", "front.quietText"],
  ["front.everyoneTitle", "front.everyoneText"],
  ["front.forkTitle", "front.forkText"],
];

export function Guards({ t }: { t: Translate }) {
  return (
    <section aria-labelledby="points" className="grid gap-8 lg:grid-cols-[1fr_2fr] lg:gap-14">
      <h2 id="points" className="text-balance font-semibold text-title tracking-tight">
        {t("front.pointsTitle")}
      </h2>
      <ul className="grid gap-x-10 gap-y-8 sm:grid-cols-2">
        {points.map(([title, text]) => (
          <li key={title} className="flex gap-3">
            <CheckIcon className="mt-0.5 size-5 shrink-0 text-brand" />
            <div className="flex min-w-0 flex-col gap-1.5">
              <h3 className="font-semibold tracking-tight">{t(title)}</h3>
              <p className="text-muted leading-relaxed">{t(text, { languages: locales.length })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
