// The outbox page: what would have been sent, as a phone and a mail inbox show it. It exists only while the
// outbox is a provider, that is in development and demonstrations.
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageLocale } from "@/app/page-locale";
import { Outbox } from "@/components/outbox/outbox";
import { brand } from "@/lib/brand";
import { services } from "@/lib/services";
import { pageMessages, pageTranslator } from "@/messages";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = pageTranslator(await pageLocale(), ["outbox"]);
  return {
    title: t("outbox.pageTitle"),
    description: t("outbox.lead", { brand: brand.name }),
    robots: { index: false, follow: false },
  };
}

export default async function OutboxPage() {
  const locale = await pageLocale();
  const { outbox } = await services();
  if (!outbox) notFound();
  return <Outbox locale={locale} messages={pageMessages(locale, ["outbox"])} kept={[...outbox.messages()]} />;
}
