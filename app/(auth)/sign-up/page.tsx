// The sign-up page: prerendered; everything that differs from person to person happens in the browser.
import type { Metadata } from "next";
import { DoorFrame } from "@/components/door-frame";
import { SignUp } from "@/components/sign-up/sign-up";
import { defaultLocale, pageMessages, pageTranslator } from "@/messages";

const locale = defaultLocale;
const t = pageTranslator(locale, ["panel", "signUp"]);

export const metadata: Metadata = { title: t("signUp.pageTitle") };

export default function SignUpPage() {
  return (
    <DoorFrame t={t}>
      <SignUp
        locale={locale}
        messages={pageMessages(locale, [
          "signUp",
          "verify",
          "address",
          "code",
          "details",
          "password",
          "captcha",
          "problems",
          "wait",
        ])}
      />
    </DoorFrame>
  );
}
