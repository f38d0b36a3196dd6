// What an error page says, kept in the document: an error page gets nothing from the server, and should not bring along
// the texts of every language.
import { pageTranslator } from "@/messages";
import { direction, type Locale } from "@/messages/locales";
import { type FailureWords, failureTextsId } from "./failure-words";

export function FailureTexts({ locale }: { locale: Locale }) {
  const t = pageTranslator(locale, ["failure"]);
  const words: FailureWords = {
    ...{ locale, dir: direction(locale) },
    ...{ title: t("failure.title"), lead: t("failure.lead") },
    ...{ retry: t("failure.retry"), home: t("failure.home") },
  };
  return <template id={failureTextsId} data-words={JSON.stringify(words)} />;
}
