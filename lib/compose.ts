// Writes the messages we send: SMS in one segment, e-mail as text and HTML, in the person's language.
import { pageTranslator } from "@/messages";
import { direction, type Locale } from "@/messages/locales";
import { supportedLocale } from "@/messages/negotiation";
import { brand, colours } from "./brand";
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
    const lines = [
      t(`message.email.${purpose}`),
      code,
      t("message.email.expires", { minutes }),
      t("message.email.ignore"),
    ] as const;
    return {
      subject: t("message.email.subject", { brand: brand.name, code }),
      text: `${lines.join("\n\n")}\n\n${brand.name}\n`,
      html: html(t.locale, lines),
    };
  };
}

/** Tables and inline styles, because that is what mail programs agree on. */
function html(
  locale: Locale,
  [lead, code, expires, ignore]: readonly [string, string, string, string],
): string {
  const { canvas, surface, ink, muted, line, "brand-soft": soft } = colours.light;
  const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
  return `<!doctype html>
<html lang="${locale}" dir="${direction(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"></head>
<body style="margin:0;background:${canvas};${font};color:${ink}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:440px;background:${surface};border:1px solid ${line};border-radius:16px">
<tr><td style="padding:28px 28px 0;font-size:18px;font-weight:700">${brand.name}</td></tr>
<tr><td style="padding:16px 28px 0;font-size:16px;line-height:24px">${lead}</td></tr>
<tr><td style="padding:16px 28px 0"><div dir="ltr" style="background:${soft};border-radius:12px;padding:18px;text-align:center;font-size:32px;font-weight:700;letter-spacing:8px">${code}</div></td></tr>
<tr><td style="padding:16px 28px 0;font-size:14px;line-height:21px">${expires}</td></tr>
<tr><td style="padding:8px 28px 28px;font-size:13px;line-height:20px;color:${muted}">${ignore}</td></tr>
</table></td></tr></table></body></html>`;
}
