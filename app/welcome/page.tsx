// Where a sign-up ends: the account of whoever is signed in.
import type { Metadata } from "next";
import { DoorFrame } from "@/components/door-frame";
import { Welcome } from "@/components/welcome";
import { defaultLocale, pageMessages, pageTranslator } from "@/messages";

const locale = defaultLocale;
const t = pageTranslator(locale, ["panel", "welcome"]);

export const metadata: Metadata = { title: t("welcome.pageTitle"), robots: { index: false } };

export default function WelcomePage() {
  return (
    <DoorFrame t={t}>
      <Welcome locale={locale} messages={pageMessages(locale, ["welcome", "problems", "wait"])} />
    </DoorFrame>
  );
}
