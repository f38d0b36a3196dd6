// The sign-up page: prerendered; everything that differs from person to person happens in the browser.
import type { Metadata } from "next";
import { pageLocale } from "@/app/page-locale";
import { DoorFrame } from "@/components/door-frame";
import { SignUp } from "@/components/sign-up/sign-up";
import { pageMessages, pageTranslator } from "@/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTranslator(await pageLocale(), ["signUp"])("signUp.pageTitle") };
}

export default async function SignUpPage() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["panel", "language"]);
  return (
    <DoorFrame t={t}>
      <SignUp
        locale={locale}
        messages={pageMessages(locale, [
          ...(["signUp", "verify", "address", "code", "password", "details"] as const),
          ...(["captcha", "problems", "wait", "connection"] as const),
        ])}
      />
    </DoorFrame>
  );
}
