// How a developer has it running, and where its refusals are explained.
import Link from "next/link";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";

const command = "npm run demo";

export function TryIt({ t }: { t: Translate }) {
  return (
    <section
      aria-labelledby="try"
      className="flex flex-col gap-6 rounded-card bg-sunken p-6 ring-1 ring-line sm:p-10 md:flex-row md:items-center md:justify-between forced-colors:border"
    >
      <div className="flex max-w-xl flex-col gap-2">
        <h2 id="try" className="text-balance font-semibold text-title tracking-tight">
          {t("front.tryTitle")}
        </h2>
        <p className="text-muted leading-relaxed">{t("front.tryText")}</p>
        <p>
          <Link
            href={pagePath(t.locale, "/problems")}
            className="inline-flex min-h-11 items-center font-semibold text-brand underline decoration-brand/40 underline-offset-4 hover:decoration-brand"
          >
            {t("front.problems")}
          </Link>
        </p>
      </div>
      <pre
        dir="ltr"
        className="overflow-x-auto rounded-control bg-panel px-6 py-5 font-mono text-on-panel forced-colors:border"
      >
        <span aria-hidden="true" className="select-none text-on-panel-muted">
          {"$ "}
        </span>
        <code>{command}</code>
      </pre>
    </section>
  );
}
