// The words of an error page: those that the document keeps (failure-texts.tsx), or English where there is no page.
import type { Locale } from "@/messages/locales";

export const failureTextsId = "failure-texts";

export interface FailureWords {
  locale: Locale;
  dir: "ltr" | "rtl";
  title: string;
  lead: string;
  retry: string;
  home: string;
}

/** As in messages/en.json, which is too long to come with every page. */
export const english: FailureWords = {
  locale: "en",
  dir: "ltr",
  title: "Something went wrong",
  lead: "It is our fault, not yours. Try again; what you entered is still here.",
  retry: "Try again",
  home: "Go to the front page",
};

export function failureWords(): FailureWords {
  if (typeof document === "undefined") return english;
  const kept = document.getElementById(failureTextsId)?.dataset.words;
  return kept ? JSON.parse(kept) : english;
}
