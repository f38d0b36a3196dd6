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
      <main className="flex flex-col items-center px-4 py-6 sm:px-8 sm:py-10 lg:pt-[max(1.25rem,15dvh-3.75rem)]">
        {/* Above the card, which grows and shrinks from step to step: here nothing is moved by that. */}
        <div className="mb-4 flex min-h-11 w-full max-w-[28rem] items-center justify-between gap-4">
          <Link href={pagePath(t.locale, "/")} prefetch={false} className="rounded-xs text-brand lg:hidden">
            <Logo />
          </Link>
          <LanguageSwitcher locale={t.locale} label={t("language.label")} className="-me-3.5 ms-auto" />
        </div>
        <Card className="w-full max-w-[28rem]">{children}</Card>
      </main>
    </div>
  );
}
