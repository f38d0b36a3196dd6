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
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col gap-10 px-5 py-6 sm:px-8">
      <header className="flex items-center justify-between gap-4">
        <Link
          href={pagePath(locale, "/")}
          aria-label={t("problemPage.home")}
          className="inline-block rounded-xs text-brand"
        >
          <Logo />
        </Link>
        <LanguageSwitcher locale={locale} label={t("language.label")} className="-me-3.5" />
      </header>
      <main className="flex flex-col gap-8 pb-16">
        <div className="flex max-w-2xl flex-col gap-3">
          <h1 className="font-semibold text-4xl tracking-tight">{t("problemPage.title")}</h1>
          <p className="text-muted leading-relaxed">{t("problemPage.lead")}</p>
        </div>
        <div className="overflow-x-auto rounded-card bg-surface shadow-card ring-1 ring-line">
          <table className="w-full min-w-2xl border-collapse text-start text-sm">
            <thead>
              <tr className="border-line border-b text-muted *:px-5 *:py-3 *:text-start *:font-medium">
                <th scope="col">{t("problemPage.code")}</th>
                <th scope="col">{t("problemPage.status")}</th>
                <th scope="col">{t("problemPage.meaning")}</th>
                <th scope="col">{t("problemPage.action")}</th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {codes.map((code) => (
                <tr
                  key={code}
                  id={code}
                  className="scroll-mt-6 *:px-5 *:py-4 *:text-start *:align-top target:bg-brand-soft"
                >
                  <th scope="row" className="whitespace-nowrap font-mono font-semibold">
                    <a href={`#${code}`} className="rounded-xs hover:text-brand">
                      {code}
                    </a>
                  </th>
                  <td className="text-muted tabular-nums">{problems[code].status}</td>
                  <td>{problems[code].title}.</td>
                  <td className="leading-relaxed">{t(`problemPage.actions.${code}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </main>
    </div>
  );
}
