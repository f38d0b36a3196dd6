// The account of whoever is signed in, where sign-up and sign-in end. Prerendered; whose it is the browser asks.
import type { Metadata } from "next";
import { pageLocale } from "@/app/page-locale";
import { Account } from "@/components/account/account";
import { DoorFrame } from "@/components/door-frame";
import { pageMessages, pageTranslator } from "@/messages";

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: pageTranslator(await pageLocale(), ["account"])("account.pageTitle"),
    robots: { index: false },
  };
}

export default async function AccountPage() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["panel", "language"]);
  return (
    <DoorFrame t={t}>
      <Account
        locale={locale}
        messages={pageMessages(locale, [
          ...(["account", "verify", "address", "code", "password", "details"] as const),
          ...(["captcha", "problems", "wait", "connection"] as const),
        ])}
      />
    </DoorFrame>
  );
}
