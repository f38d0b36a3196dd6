// The frame of the pages at the door: one card, and the brand panel beside it where there is room.
import Link from "next/link";
import type { ReactNode } from "react";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";
import { BrandPanel } from "./brand-panel";
import { LanguageSwitcher } from "./language-switcher";
import { Logo } from "./logo";
import { Card } from "./ui/card";

export function DoorFrame({ t, children }: { t: Translate; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(24rem,5fr)_7fr]">
      <aside className="sticky top-0 hidden h-dvh p-3 pe-0 lg:block">
        <BrandPanel t={t} />
      </aside>
      <main className="flex flex-col items-center px-4 py-6 sm:px-8 sm:py-10 lg:pt-[max(2.5rem,15dvh)]">
        <Link
          href={pagePath(t.locale, "/")}
          prefetch={false}
          className="mb-6 self-start rounded-xs text-brand sm:self-center lg:hidden"
        >
          <Logo />
        </Link>
        <Card className="w-full max-w-[28rem]">{children}</Card>
        <LanguageSwitcher locale={t.locale} label={t("language.label")} className="mt-4" />
      </main>
    </div>
  );
}
