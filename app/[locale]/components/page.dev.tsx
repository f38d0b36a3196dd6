// Every component in all of its states. Only `next dev` takes files of this name for pages (next.config.ts): no byte of
// this ships.
import type { Metadata } from "next";
import { pageLocale } from "@/app/page-locale";
import { Gallery } from "@/components/exhibits/gallery.dev";
import { type Namespace, pageMessages } from "@/messages";

const namespaces: Namespace[] = ["address", "code", "password", "details", "captcha", "problems", "wait"];

export const metadata: Metadata = { title: "Components", robots: { index: false } };

export default async function ComponentsPage() {
  const locale = await pageLocale();
  return <Gallery locale={locale} messages={pageMessages(locale, namespaces)} />;
}
