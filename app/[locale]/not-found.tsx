// What an address without a page shows.
import Link from "next/link";
import { pageLocale } from "@/app/page-locale";
import { LanguageSwitcher } from "@/components/language-switcher";
import { Logo } from "@/components/logo";
import { buttonClasses } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { StepHeading } from "@/components/ui/step-heading";
import { pageTranslator } from "@/messages";
import { pagePath } from "@/messages/locales";

export default async function NotFound() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["notFound", "language"]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[30rem] flex-col justify-center gap-6 px-4 py-10">
      <Logo className="text-brand" />
      <Card className="flex flex-col items-start gap-6">
        <StepHeading title={t("notFound.title")}>{t("notFound.lead")}</StepHeading>
        <Link href={pagePath(locale, "/")} className={buttonClasses()}>
          {t("notFound.home")}
        </Link>
      </Card>
      <LanguageSwitcher locale={locale} label={t("language.label")} className="self-center" />
    </main>
  );
}
