// Writes the messages we send: SMS in one segment, e-mail as text and HTML, in the person's language.
import { pageTranslator } from "@/messages";
import { supportedLocale } from "@/messages/negotiation";
import { brand } from "./brand";
import { mailHtml } from "./mail-html";
import type { Compose } from "./ports";

/**
 * @param origin the public origin, when it is known: its host binds the code to the site
 * (origin-bound one-time codes, github.com/WICG/sms-one-time-codes). The line must be the last.
 */
export function composer(origin: URL | undefined): Compose {
  return ({ channel, purpose, code, minutes, locale }) => {
    const t = pageTranslator(supportedLocale(locale), ["message"]);
    if (channel === "sms") {
      const text = t(`message.sms.${purpose}`, { brand: brand.name, code, minutes });
      return { text: origin?.protocol === "https:" ? `${text}\n\n@${origin.hostname} #${code}` : text };
    }
    const subject = t("message.email.subject", { brand: brand.name, code });
    const lead = t(`message.email.${purpose}`);
    const expires = t("message.email.expires", { minutes });
    const ignore = t("message.email.ignore");
    return {
      subject,
      text: `${[lead, code, expires, ignore, brand.name].join("\n\n")}\n`,
      html: mailHtml(t.locale, { subject, lead, code, expires, ignore }),
    };
  };
}
