// Where a sign-up ends: the account of whoever is signed in.
import type { Metadata } from "next";
import { pageLocale } from "@/app/page-locale";
import { DoorFrame } from "@/components/door-frame";
import { Welcome } from "@/components/welcome";
import { pageMessages, pageTranslator } from "@/messages";

export async function generateMetadata(): Promise<Metadata> {
  const t = pageTranslator(await pageLocale(), ["welcome"]);
  return { title: t("welcome.pageTitle"), robots: { index: false } };
}

export default async function WelcomePage() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["panel"]);
  return (
    <DoorFrame t={t}>
      <Welcome locale={locale} messages={pageMessages(locale, ["welcome", "problems", "wait"])} />
    </DoorFrame>
  );
}
