// The way from the pages at the door to the account, with a word about how one got there.
"use client";
import { useRouter } from "next/navigation";
import { type Locale, pagePath } from "@/messages/locales";
import { leaveNews, type News } from "../account/news";
import { forgetDraft } from "../draft";

export function useDoor(locale: Locale) {
  const router = useRouter();
  return (news?: News) => () => {
    // Only on the way in is it any use.
    forgetDraft();
    if (news) leaveNews(news);
    router.replace(pagePath(locale, "/account"));
  };
}
