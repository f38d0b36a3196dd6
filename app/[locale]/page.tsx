// The front page: says what this is, and leads to the sign-up.
import Link from "next/link";
import { pageLocale } from "@/app/page-locale";
import { Guards } from "@/components/front/guards";
import { Hero } from "@/components/front/hero";
import { Steps } from "@/components/front/steps";
import { TryIt } from "@/components/front/try-it";
import { LanguageSwitcher } from "@/components/language-switcher";
import { Logo } from "@/components/logo";
import { buttonClasses } from "@/components/ui/button";
import { pageTranslator } from "@/messages";
import { pagePath } from "@/messages/locales";

export default async function FrontPage() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["front", "language"]);
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex items-center justify-between gap-4 py-5">
        <Logo className="text-brand" />
        <Link href={pagePath(locale, "/sign-in")} className={buttonClasses({ look: "quiet", size: "small" })}>
          {t("front.signIn")}
        </Link>
      </header>
      <main className="flex flex-1 flex-col gap-20 pt-8 pb-16 sm:gap-28 sm:pt-14 sm:pb-24">
        <Hero t={t} />
        <Steps t={t} />
        <Guards t={t} />
        <TryIt t={t} />
      </main>
      <footer className="flex justify-center border-line border-t py-4">
        <LanguageSwitcher locale={locale} label={t("language.label")} />
      </footer>
    </div>
  );
}
