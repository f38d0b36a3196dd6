// What an address without a page shows.
import Link from "next/link";
import { pageLocale } from "@/app/page-locale";
import { LanguageSwitcher } from "@/components/language-switcher";
import { LonePage } from "@/components/lone-page";
import { buttonClasses } from "@/components/ui/button";
import { pageTranslator } from "@/messages";
import { pagePath } from "@/messages/locales";

export default async function NotFound() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["notFound", "language"]);
  return (
    <LonePage
      title={t("notFound.title")}
      lead={t("notFound.lead")}
      footer={<LanguageSwitcher locale={locale} label={t("language.label")} className="self-center" />}
    >
      <Link href={pagePath(locale, "/")} className={buttonClasses()}>
        {t("notFound.home")}
      </Link>
    </LonePage>
  );
}
