// The front page: says what this is, and leads to the sign-up.
import Link from "next/link";
import { pageLocale } from "@/app/page-locale";
import { Gate } from "@/components/gate";
import { LanguageSwitcher } from "@/components/language-switcher";
import { Logo } from "@/components/logo";
import { buttonClasses } from "@/components/ui/button";
import { brand } from "@/lib/brand";
import { type MessageKey, pageTranslator } from "@/messages";
import { pagePath } from "@/messages/locales";

const points: [MessageKey, MessageKey][] = [
  ["front.codeTitle", "front.codeText"],
  ["front.guardTitle", "front.guardText"],
  ["front.forkTitle", "front.forkText"],
];

export default async function FrontPage() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["front", "language"]);
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col px-5 sm:px-8">
      <header className="flex items-center justify-between py-6">
        <Logo className="text-brand" />
        <Link
          href={pagePath(locale, "/sign-up")}
          className={buttonClasses({ look: "secondary", size: "small" })}
        >
          {t("front.signUp")}
        </Link>
      </header>
      <main className="flex flex-1 flex-col justify-center gap-16 py-12 sm:gap-24 sm:py-20">
        <section className="grid items-center gap-12 lg:grid-cols-[1fr_20rem]">
          <div className="flex flex-col items-start gap-6">
            <h1 className="text-balance font-semibold text-[clamp(2.25rem,6.5vw,3.75rem)] leading-[1.08] tracking-tight">
              {t("front.title")}
            </h1>
            <p className="max-w-2xl text-lg text-muted leading-relaxed">
              {t("front.lead", { name: brand.name })}
            </p>
            <Link href={pagePath(locale, "/sign-up")} className={buttonClasses({}, "px-7")}>
              {t("front.signUp")}
            </Link>
          </div>
          <div className="hidden h-[26rem] overflow-hidden rounded-card bg-panel bg-linear-160 from-panel to-panel-deep px-8 pt-10 lg:block">
            <Gate className="size-full" />
          </div>
        </section>
        <section aria-label={t("front.pointsTitle")}>
          <ul className="grid gap-8 border-line border-t pt-8 sm:grid-cols-3">
            {points.map(([title, text]) => (
              <li key={title} className="flex flex-col gap-2">
                <h2 className="font-semibold tracking-tight">{t(title)}</h2>
                <p className="text-muted text-sm leading-relaxed">{t(text)}</p>
              </li>
            ))}
          </ul>
        </section>
      </main>
      <footer className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4 text-muted text-sm">
        <Link
          href={pagePath(locale, "/problems")}
          className="underline decoration-line underline-offset-4 hover:text-ink"
        >
          {t("front.problems")}
        </Link>
        <LanguageSwitcher locale={locale} label={t("language.label")} className="-me-3.5" />
      </footer>
    </div>
  );
}
