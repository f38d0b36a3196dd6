// The reset page: prerendered; everything that differs from person to person happens in the browser.
import type { Metadata } from "next";
import { pageLocale } from "@/app/page-locale";
import { DoorFrame } from "@/components/door-frame";
import { ResetPassword } from "@/components/reset-password/reset-password";
import { pageMessages, pageTranslator } from "@/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTranslator(await pageLocale(), ["reset"])("reset.pageTitle") };
}

export default async function ResetPasswordPage() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["panel", "language"]);
  return (
    <DoorFrame t={t}>
      <ResetPassword
        locale={locale}
        messages={pageMessages(locale, [
          ...(["reset", "verify", "address", "code", "password", "details"] as const),
          ...(["captcha", "problems", "wait", "connection"] as const),
        ])}
      />
    </DoorFrame>
  );
}
