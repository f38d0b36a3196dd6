// Every problem code, what it means, and what a client should do. The `type` of a problem leads here.
import type { Metadata } from "next";
import Link from "next/link";
import { pageLocale } from "@/app/page-locale";
import { LanguageSwitcher } from "@/components/language-switcher";
import { Logo } from "@/components/logo";
import { type ProblemCode, problems } from "@/lib/problem";
import { pageTranslator } from "@/messages";
import { pagePath } from "@/messages/locales";

export async function generateMetadata(): Promise<Metadata> {
  const t = pageTranslator(await pageLocale(), ["problemPage"]);
  return { title: t("problemPage.title"), description: t("problemPage.lead") };
}

const codes = Object.keys(problems) as ProblemCode[];

export default async function ProblemsPage() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["problemPage", "language"]);
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col gap-10 px-4 py-5 sm:px-8">
      <header className="flex items-center justify-between gap-4">
        <Link href={pagePath(locale, "/")} className="inline-block rounded-xs text-brand">
          <Logo />
        </Link>
        <LanguageSwitcher locale={locale} label={t("language.label")} className="-me-3.5" />
      </header>
      <main className="flex flex-col gap-8 pb-16">
        <div className="flex max-w-2xl flex-col gap-3">
          <h1 className="font-semibold text-title tracking-tight">{t("problemPage.title")}</h1>
          <p className="text-muted leading-relaxed">{t("problemPage.lead")}</p>
        </div>
        <ul className="divide-y divide-line overflow-hidden rounded-card bg-surface shadow-card ring-1 ring-line forced-colors:border">
          {codes.map((code) => (
            <li key={code} id={code} className="scroll-mt-6 px-5 py-5 target:bg-brand-soft sm:px-7">
              <dl className="grid gap-x-8 gap-y-2 text-sm md:grid-cols-[15rem_1fr]">
                <div className="flex items-baseline gap-3 md:row-span-2 md:flex-col md:gap-1">
                  <dt className="sr-only">{t("problemPage.code")}</dt>
                  <dd className="min-w-0 break-words font-mono font-semibold text-base">
                    <a href={`#${code}`} className="rounded-xs hover:text-brand">
                      {code}
                    </a>
                  </dd>
                  <dt className="sr-only">{t("problemPage.status")}</dt>
                  <dd className="text-muted tabular-nums">{problems[code].status}</dd>
                </div>
                <div>
                  <dt className="sr-only">{t("problemPage.meaning")}</dt>
                  {/* As the wire says it. */}
                  <dd lang="en" dir="ltr" className="font-semibold text-base rtl:text-end">
                    {problems[code].title}.
                  </dd>
                </div>
                <div>
                  <dt className="sr-only">{t("problemPage.action")}</dt>
                  <dd className="text-muted leading-relaxed">{t(`problemPage.actions.${code}`)}</dd>
                </div>
              </dl>
            </li>
          ))}
        </ul>
      </main>
    </div>
  );
}
