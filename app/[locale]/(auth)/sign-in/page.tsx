// The sign-in page: prerendered; everything that differs from person to person happens in the browser.
import type { Metadata } from "next";
import { pageLocale } from "@/app/page-locale";
import { DoorFrame } from "@/components/door-frame";
import { SignIn } from "@/components/sign-in/sign-in";
import { pageMessages, pageTranslator } from "@/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTranslator(await pageLocale(), ["signIn"])("signIn.pageTitle") };
}

export default async function SignInPage() {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["panel", "language"]);
  return (
    <DoorFrame t={t}>
      <SignIn
        locale={locale}
        messages={pageMessages(locale, [
          ...(["signIn", "verify", "address", "code", "password", "details"] as const),
          ...(["captcha", "problems", "wait", "connection"] as const),
        ])}
      />
    </DoorFrame>
  );
}
