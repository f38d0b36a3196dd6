// The language of the page that is being rendered: the first part of its path.
import { locale } from "next/root-params";
import type { Locale } from "@/messages/locales";
import { supportedLocale } from "@/messages/negotiation";

export async function pageLocale(): Promise<Locale> {
  return supportedLocale(await locale());
}
